/** The bar at the bottom: plays a recording and shows where it is. */
import { byId, setIcon, setLabel } from './dom.js';
import { clock } from './format.js';
import { peaksOf } from './peaks.js';
import { Waveform } from './waveform.js';

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const SPEED_KEY = 'hark.speed';

/** Plays one recording at a time and tells the time with `time` events. */
export class Player extends EventTarget {
  #audio = new Audio();
  #waveform;
  #id = null;
  #seconds = 0;
  #playable = false;
  #frame = 0;

  constructor() {
    super();
    this.#waveform = new Waveform(byId('waveform'), (seconds) => this.seek(seconds));
    this.#audio.preload = 'auto';
    this.#audio.preservesPitch = true;
    for (const event of ['play', 'pause', 'ended']) {
      this.#audio.addEventListener(event, () => this.#playing());
    }
    this.#audio.addEventListener('seeked', () => this.#tick());
    this.#audio.addEventListener('loadedmetadata', () => this.#metadata());
    this.#audio.addEventListener('error', () => this.#unplayable());
    byId('play').addEventListener('click', () => this.toggle());
    byId('back').addEventListener('click', () => this.skip(-5));
    byId('forward').addEventListener('click', () => this.skip(5));
    byId('zoom-in').addEventListener('click', () => this.zoom(2));
    byId('zoom-out').addEventListener('click', () => this.zoom(0.5));
    this.#speedPicker();
  }

  /** Takes another recording; null clears the bar. */
  async load(recording, blob) {
    if (this.#id === (recording?.id ?? null)) {
      return;
    }
    this.#audio.pause();
    URL.revokeObjectURL(this.#audio.src);
    this.#audio.removeAttribute('src');
    this.#id = recording?.id ?? null;
    this.#playable = false;
    byId('player-note').textContent = '';
    byId('player').classList.remove('mute');
    byId('player').hidden = recording === null;
    this.#enable();
    if (recording === null) {
      this.#audio.load();
      return;
    }
    this.#seconds = recording.seconds ?? 0;
    this.#waveform.show(null, this.#seconds, marksOf(recording));
    this.#tick();
    if (!blob) {
      this.#unplayable('The audio is no longer in this browser.');
      return;
    }
    byId('player').classList.add('loading');
    this.#audio.src = URL.createObjectURL(blob);
    this.#audio.defaultPlaybackRate = this.speed;
    this.#audio.playbackRate = this.speed;
    const outline = await peaksOf(recording.id, blob);
    if (this.#id === recording.id) {
      byId('player').classList.remove('loading');
      if (outline) {
        this.#seconds = outline.seconds;
        this.#waveform.show(outline.peaks, outline.seconds, marksOf(recording));
        this.#tick();
        this.dispatchEvent(new CustomEvent('seconds', { detail: { id: recording.id, seconds: outline.seconds } }));
      }
    }
  }

  /** Marks where the segments of the loaded recording begin. */
  mark(recording) {
    this.#waveform.setMarks(marksOf(recording));
  }

  /** Seconds from the start. */
  get time() {
    return this.#audio.currentTime || 0;
  }

  /** Whether sound is coming. */
  get playing() {
    return !this.#audio.paused;
  }

  /** How fast. */
  get speed() {
    return Number(byId('speed').value);
  }

  /** Starts or stops. */
  toggle() {
    if (this.#playable) {
      this.#audio.paused ? this.#audio.play().catch(() => {}) : this.#audio.pause();
    }
  }

  /** Stops. */
  pause() {
    this.#audio.pause();
  }

  /** Goes to a time. */
  seek(seconds) {
    if (this.#playable) {
      this.#audio.currentTime = Math.max(0, Math.min(seconds, this.#seconds || seconds));
    }
  }

  /** Goes to a time and plays from there. */
  playFrom(seconds) {
    if (this.#playable) {
      this.seek(seconds);
      this.#audio.play().catch(() => {});
    }
  }

  /** Goes some seconds on or back. */
  skip(seconds) {
    this.seek(this.time + seconds);
  }

  /** Plays faster or slower by so many steps. */
  changeSpeed(steps) {
    const at = SPEEDS.indexOf(this.speed) + steps;
    byId('speed').value = String(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))]);
    this.#applySpeed();
  }

  /** Shows less or more time in the waveform. */
  zoom(factor) {
    this.#waveform.zoom(factor);
    byId('zoom-out').disabled = this.#waveform.zoomed <= 1;
  }

  /** Draws with the colours of the present theme. */
  themeChanged() {
    this.#waveform.readColors();
  }

  #speedPicker() {
    for (const speed of SPEEDS) {
      byId('speed').append(new Option(`${speed}×`, String(speed)));
    }
    byId('speed').value = localStorage.getItem(SPEED_KEY) ?? '1';
    if (byId('speed').value === '') {
      byId('speed').value = '1';
    }
    byId('speed').addEventListener('change', () => this.#applySpeed());
  }

  #applySpeed() {
    this.#audio.playbackRate = this.speed;
    this.#audio.defaultPlaybackRate = this.speed;
    localStorage.setItem(SPEED_KEY, String(this.speed));
  }

  #metadata() {
    this.#playable = true;
    if (Number.isFinite(this.#audio.duration)) {
      this.#seconds = this.#audio.duration;
    }
    this.#enable();
    this.#tick();
    this.dispatchEvent(new CustomEvent('ready'));
  }

  #unplayable(message = 'This browser cannot play this format.') {
    if (this.#id !== null) {
      this.#playable = false;
      byId('player').classList.remove('loading');
      byId('player-note').textContent = message;
      byId('player').classList.add('mute');
      this.#enable();
    }
  }

  #enable() {
    for (const id of ['play', 'back', 'forward', 'speed', 'zoom-in']) {
      byId(id).disabled = !this.#playable;
    }
    byId('zoom-out').disabled = true;
  }

  #playing() {
    const playing = !this.#audio.paused && !this.#audio.ended;
    setIcon(byId('play'), playing ? 'pause' : 'play');
    setLabel(byId('play'), playing ? 'Pause' : 'Play');
    cancelAnimationFrame(this.#frame);
    this.#tick();
  }

  #tick() {
    this.#waveform.setTime(this.time);
    byId('time').textContent = clock(this.time);
    byId('duration').textContent = clock(this.#seconds);
    this.dispatchEvent(new CustomEvent('time', { detail: this.time }));
    if (this.playing) {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#tick());
    }
  }
}

function marksOf(recording) {
  return recording.transcript?.segments.map((segment) => segment.start) ?? [];
}
