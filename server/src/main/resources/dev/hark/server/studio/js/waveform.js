/**
 * A waveform with a moving cursor. It is a slider: a click or drag seeks, arrow keys too; the wheel
 * with Ctrl, and `zoom`, show less time in more width, and the plain wheel scrolls.
 */
import { PEAKS_PER_SECOND } from './peaks.js';
import { clock, spokenTime } from './format.js';

const BAR = 2;
const GAP = 1;
const MOST_PIXELS_PER_SECOND = 400;

export class Waveform {
  #canvas;
  #onSeek;
  #peaks = null;
  #marks = [];
  #seconds = 0;
  #time = 0;
  #zoom = 1;
  #left = 0;
  #dragging = false;
  #colors = {};

  constructor(canvas, onSeek) {
    this.#canvas = canvas;
    this.#onSeek = onSeek;
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#dragging && this.#seekTo(event));
    canvas.addEventListener('pointerup', () => (this.#dragging = false));
    canvas.addEventListener('pointercancel', () => (this.#dragging = false));
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.readColors();
  }

  /** Shows another recording; `peaks` may be null, which leaves a plain line. */
  show(peaks, seconds, marks = []) {
    this.#peaks = peaks;
    this.#seconds = seconds;
    this.#marks = marks;
    this.#time = 0;
    this.#zoom = 1;
    this.#left = 0;
    this.setTime(0);
  }

  /** Times at which segments begin. */
  setMarks(marks) {
    this.#marks = marks;
    this.draw();
  }

  /** Moves the cursor, and the view with it when it is zoomed. */
  setTime(seconds) {
    this.#time = seconds;
    if (!this.#dragging && this.#zoom > 1) {
      const span = this.#span();
      if (seconds < this.#left || seconds > this.#left + span * 0.9) {
        this.#left = this.#clampLeft(seconds - span * 0.1);
      }
    }
    this.#canvas.setAttribute('aria-valuemax', String(Math.round(this.#seconds)));
    this.#canvas.setAttribute('aria-valuenow', String(Math.round(seconds)));
    this.#canvas.setAttribute('aria-valuetext', `${spokenTime(seconds)} of ${spokenTime(this.#seconds)}`);
    this.draw();
  }

  /** How many times wider than the window the recording is drawn. */
  get zoomed() {
    return this.#zoom;
  }

  /** Zooms by a factor around a time, the cursor if none is given. */
  zoom(factor, around = this.#time) {
    const share = (around - this.#left) / this.#span();
    const most = Math.max(1, (this.#seconds * MOST_PIXELS_PER_SECOND) / Math.max(1, this.#canvas.clientWidth));
    this.#zoom = Math.max(1, Math.min(most, this.#zoom * factor));
    this.#left = this.#clampLeft(around - Math.max(0, Math.min(1, share)) * this.#span());
    this.draw();
  }

  /** Takes the colours from the style sheet again, after a change of theme. */
  readColors() {
    const style = getComputedStyle(this.#canvas);
    for (const name of ['accent', 'wave', 'line', 'muted']) {
      this.#colors[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.draw();
  }

  /** Draws the visible part. */
  draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = devicePixelRatio || 1;
    if (width === 0 || height === 0) {
      return;
    }
    if (this.#canvas.width !== Math.round(width * scale)) {
      this.#canvas.width = Math.round(width * scale);
      this.#canvas.height = Math.round(height * scale);
    }
    const pen = this.#canvas.getContext('2d');
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.#drawRuler(pen, width, height);
    const room = height - 16;
    const perPixel = this.#span() / width;
    for (let x = 0; x < width; x += BAR + GAP) {
      const from = this.#left + x * perPixel;
      const bar = Math.max(2, this.#loudest(from, from + (BAR + GAP) * perPixel) * (room - 4));
      pen.fillStyle = from <= this.#time ? this.#colors.accent : this.#colors.wave;
      pen.beginPath();
      pen.roundRect(x, (room - bar) / 2, BAR, bar, 1);
      pen.fill();
    }
    const cursor = (this.#time - this.#left) / perPixel;
    if (this.#seconds > 0 && cursor >= 0 && cursor <= width) {
      pen.fillStyle = this.#colors.accent;
      pen.fillRect(Math.min(width - 2, Math.max(0, cursor - 1)), 0, 2, room);
    }
  }

  #drawRuler(pen, width, height) {
    if (this.#seconds <= 0) {
      return;
    }
    const wanted = (this.#span() / width) * 90;
    const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((s) => s >= wanted) ?? 7200;
    pen.font = `11px ${getComputedStyle(this.#canvas).fontFamily}`;
    pen.textBaseline = 'bottom';
    for (let t = Math.ceil(this.#left / step) * step; t < this.#left + this.#span(); t += step) {
      const x = ((t - this.#left) / this.#span()) * width;
      pen.fillStyle = this.#colors.muted;
      if (x < width - 34) {
        pen.fillText(step < 1 ? `${clock(t)}.${Math.round((t % 1) * 10)}` : clock(t), x, height);
      }
    }
    pen.fillStyle = this.#colors.line;
    for (const mark of this.#marks) {
      const x = ((mark - this.#left) / this.#span()) * width;
      if (mark > 0 && x >= 0 && x <= width) {
        pen.fillRect(x, 0, 1, height - 16);
      }
    }
  }

  #loudest(from, to) {
    if (this.#peaks === null) {
      return 0;
    }
    const first = Math.max(0, Math.floor(from * PEAKS_PER_SECOND));
    const last = Math.min(this.#peaks.length - 1, Math.ceil(to * PEAKS_PER_SECOND) - 1);
    let loudest = 0;
    for (let i = first; i <= Math.max(first, last) && i < this.#peaks.length; i += 1) {
      loudest = Math.max(loudest, this.#peaks[i]);
    }
    return loudest / 255;
  }

  #span() {
    return Math.max(0.001, this.#seconds / this.#zoom);
  }

  #clampLeft(left) {
    return Math.max(0, Math.min(this.#seconds - this.#span(), left));
  }

  #timeAt(event) {
    const box = this.#canvas.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return this.#left + share * this.#span();
  }

  #press(event) {
    this.#dragging = true;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#seekTo(event);
  }

  #seekTo(event) {
    this.#onSeek(this.#timeAt(event));
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.#timeAt(event));
    } else if (this.#zoom > 1) {
      const pixels = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      this.#left = this.#clampLeft(this.#left + (pixels / this.#canvas.clientWidth) * this.#span());
      this.draw();
    }
  }

  #key(event) {
    const steps = {
      ArrowRight: 5,
      ArrowUp: 5,
      ArrowLeft: -5,
      ArrowDown: -5,
      PageUp: 30,
      PageDown: -30,
      Home: -Infinity,
      End: Infinity,
    };
    if (event.key in steps && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      this.#onSeek(Math.max(0, Math.min(this.#seconds, this.#time + steps[event.key])));
    }
  }
}
