/** Recording with live captions. */
import { byId, el } from './dom.js';
import { notify } from './dialogs.js';
import { clock } from './format.js';
import { RealtimeSession } from './realtime.js';
import { Recorder } from './recorder.js';
import { newSegment } from './transcript.js';

const BARS = 48;

/** `started` and `ended` tell that the view comes and goes; `recorded` carries audio and text. */
export class LiveView extends EventTarget {
  #recorder = null;
  #session = null;
  #lines = new Map();
  #failure = null;
  #stopping = false;
  #levels = [];

  constructor() {
    super();
    byId('live-stop').addEventListener('click', () => this.stop());
    byId('live-discard').addEventListener('click', () => this.discard());
    for (let i = 0; i < BARS; i += 1) {
      byId('meter-bars').append(el('i'));
    }
  }

  /** Whether the microphone is open. */
  get active() {
    return this.#recorder !== null;
  }

  /** Opens the microphone and the captions. */
  async start(options) {
    if (this.active) {
      return;
    }
    this.#reset();
    this.#recorder = new Recorder();
    this.#recorder.addEventListener('samples', ({ detail }) => this.#samples(detail));
    this.#recorder.addEventListener('lost', () => this.stop());
    this.dispatchEvent(new CustomEvent('started'));
    try {
      await this.#recorder.start();
    } catch (error) {
      this.#recorder = null;
      this.dispatchEvent(new CustomEvent('ended'));
      notify(error.message, { failure: true });
      return;
    }
    this.#state('Listening');
    this.#session = new RealtimeSession(options);
    this.#session.addEventListener('caption', () => this.#show());
    this.#session.addEventListener('failure', ({ detail }) => this.#fail(detail));
    byId('live-stop').focus();
  }

  /** Ends the recording and keeps it. */
  async stop() {
    if (!this.active || this.#stopping) {
      return;
    }
    this.#stopping = true;
    this.#state('Finishing');
    const { seconds } = this.#recorder;
    const blob = await this.#recorder.stop();
    if (this.#failure === null) {
      await this.#session?.finish();
    }
    const transcript = this.#transcript(seconds);
    this.#recorder = null;
    this.#stopping = false;
    this.dispatchEvent(new CustomEvent('ended'));
    this.dispatchEvent(new CustomEvent('recorded', { detail: { blob, seconds, transcript } }));
  }

  /** Ends the recording and forgets it. */
  async discard() {
    if (this.active && !this.#stopping) {
      this.#stopping = true;
      this.#session?.close();
      await this.#recorder.stop();
      this.#recorder = null;
      this.#stopping = false;
      this.dispatchEvent(new CustomEvent('ended'));
    }
  }

  #reset() {
    this.#lines.clear();
    this.#failure = null;
    this.#levels = new Array(BARS).fill(0);
    byId('captions').replaceChildren();
    byId('live-hint').hidden = false;
    byId('live-error').hidden = true;
    byId('live-time').textContent = clock(0);
    this.#state('Waiting for the microphone');
    this.#meter();
  }

  #state(text) {
    byId('live-state').textContent = text;
    byId('live').dataset.state = text.toLowerCase();
  }

  #samples({ samples, peak }) {
    this.#session?.append(samples);
    this.#levels.push(peak);
    this.#levels.shift();
    this.#meter();
    byId('live-time').textContent = clock(this.#recorder?.seconds ?? 0);
  }

  /** The scale is logarithmic, as ears are: -50 dB is empty, 0 dB full. */
  #meter() {
    const bars = byId('meter-bars').children;
    this.#levels.forEach((peak, i) => {
      const share = Math.max(0, 1 + Math.log10(Math.max(peak, 1e-5)) / 2.5);
      bars[i].style.setProperty('--level', share.toFixed(3));
    });
    const now = this.#levels.at(-1);
    byId('meter').setAttribute('aria-valuenow', String(Math.round(now * 100)));
    byId('meter').classList.toggle('clipping', now > 0.99);
  }

  /**
   * Stable text only grows, so that a screen reader reads each word once; the tail that may still
   * change is shown beside the live region's back.
   */
  #show() {
    for (const item of this.#session.items) {
      if (!this.#lines.has(item.id)) {
        const stable = el('span', { class: 'stable' });
        const partial = el('span', { class: 'partial', 'aria-hidden': 'true' });
        const line = el('p', { dir: 'auto' }, stable, partial);
        byId('captions').append(line);
        this.#lines.set(item.id, { line, stable, partial, shown: '' });
      }
      const shown = this.#lines.get(item.id);
      if (item.stable.startsWith(shown.shown)) {
        shown.stable.append(item.stable.slice(shown.shown.length));
      } else {
        shown.stable.textContent = item.stable;
      }
      shown.shown = item.stable;
      shown.partial.textContent = item.partial;
      shown.line.hidden = !item.stable && !item.partial;
    }
    byId('live-hint').hidden = [...this.#lines.values()].some(({ line }) => !line.hidden);
    const scroller = byId('captions').parentElement;
    scroller.scrollTop = scroller.scrollHeight;
  }

  #fail(message) {
    this.#failure = message;
    byId('live-error').hidden = false;
    byId('live-error-text').textContent = `${message} The recording goes on and can be transcribed afterwards.`;
  }

  #transcript(seconds) {
    const items = (this.#session?.items ?? []).filter((item) => item.stable.trim() !== '');
    if (items.length === 0) {
      return null;
    }
    let from = 0;
    const segments = items.map((item, i) => {
      const start = Math.min(item.start ?? from, seconds);
      const end = Math.max(start, Math.min(item.end ?? items[i + 1]?.start ?? seconds, seconds));
      from = end;
      return newSegment({ start, end, text: item.stable });
    });
    return { language: this.#session.language, seconds, exactTimes: false, segments };
  }
}
