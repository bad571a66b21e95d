/**
 * A transcription session over the realtime WebSocket. Captions come as `caption` events with the
 * items so far: `{id, stable, partial, done, start, end}` in the order they were spoken.
 */
import { apiKey } from './api.js';
import { SAMPLE_RATE_HZ } from './recorder.js';
import { base64 } from './wav.js';

/** Chunks that are kept while the connection opens; two minutes. */
const MOST_QUEUED = 1200;

export class RealtimeSession extends EventTarget {
  #socket;
  #options;
  #items = new Map();
  #queued = [];
  #ready = false;
  #ended = null;
  #tailKnown = false;
  language = '';

  constructor(options) {
    super();
    this.#options = options;
    const url = new URL('v1/realtime?intent=transcription', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const key = apiKey();
    this.#socket = key ? new WebSocket(url, ['realtime', `openai-insecure-api-key.${key}`]) : new WebSocket(url);
    this.#socket.onopen = () => this.#configure();
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#socket.onclose = (event) => this.#closed(event);
  }

  /** The items so far. */
  get items() {
    return [...this.#items.values()];
  }

  /** Sends samples, in order, as soon as the server listens. */
  append(samples) {
    if (this.#ready) {
      this.#send({ type: 'input_audio_buffer.append', audio: base64(samples) });
    } else if (this.#socket.readyState === WebSocket.CONNECTING && this.#queued.length < MOST_QUEUED) {
      this.#queued.push(samples);
    }
  }

  /** Ends the input; resolves when the last words are there, or after the given time. */
  async finish(timeoutMs = 8000) {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      this.close();
      return;
    }
    this.#send({ type: 'input_audio_buffer.commit' });
    await new Promise((resolve) => {
      this.#ended = resolve;
      setTimeout(resolve, timeoutMs);
      this.#checkEnd();
    });
    this.close();
  }

  /** Hangs up. */
  close() {
    this.#ready = false; // the microphone may still deliver
    this.#socket.onclose = null;
    this.#socket.close(1000);
    this.#ended?.();
  }

  #configure() {
    const { model, language, context } = this.#options;
    this.#send({
      type: 'session.update',
      session: {
        type: 'transcription',
        audio: {
          input: {
            format: { type: 'audio/pcm', rate: SAMPLE_RATE_HZ },
            transcription: {
              model,
              ...(language ? { language } : {}),
              ...(context ? { prompt: context } : {}),
            },
            turn_detection: { type: 'server_vad' },
          },
        },
        include: ['hark.text'],
      },
    });
    this.#ready = true;
    this.#queued.splice(0).forEach((samples) => this.append(samples));
    this.dispatchEvent(new CustomEvent('open'));
  }

  #send(event) {
    this.#socket.send(JSON.stringify(event));
  }

  #item(id) {
    if (!this.#items.has(id)) {
      this.#items.set(id, { id, stable: '', partial: '', done: false, start: null, end: null, committed: false });
    }
    return this.#items.get(id);
  }

  #receive(event) {
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        this.#item(event.item_id).start = event.audio_start_ms / 1000;
        break;
      case 'input_audio_buffer.speech_stopped':
        this.#item(event.item_id).end = event.audio_end_ms / 1000;
        break;
      case 'input_audio_buffer.committed':
        this.#item(event.item_id).committed = true;
        this.#tailKnown ||= this.#ended !== null;
        break;
      case 'conversation.item.input_audio_transcription.text':
        Object.assign(this.#item(event.item_id), { stable: event.text, partial: event.stash, worded: true });
        this.language = event.language || this.language;
        break;
      case 'conversation.item.input_audio_transcription.delta': {
        const item = this.#item(event.item_id);
        if (!item.worded) {
          item.stable += event.delta;
        }
        break;
      }
      case 'conversation.item.input_audio_transcription.completed':
        Object.assign(this.#item(event.item_id), { stable: event.transcript, partial: '', done: true });
        break;
      case 'conversation.item.input_audio_transcription.failed':
        Object.assign(this.#item(event.item_id), { partial: '', done: true });
        this.#fail(event.error?.message);
        break;
      case 'error':
        this.#serverError(event.error ?? {});
        return;
      default:
        return;
    }
    this.dispatchEvent(new CustomEvent('caption'));
    this.#checkEnd();
  }

  /** Committing an empty buffer is what happens when the end was silent. */
  #serverError(error) {
    if (this.#ended && /commit|empty/u.test(`${error.code} ${error.message}`)) {
      this.#tailKnown = true;
      this.#checkEnd();
      return;
    }
    this.#fail(error.message);
  }

  #checkEnd() {
    const open = this.items.some((item) => !item.done && (item.committed || item.stable || item.partial));
    if (this.#ended && this.#tailKnown && !open) {
      this.#ended();
    }
  }

  #closed({ code, reason }) {
    this.#ready = false;
    const wrongKey = code === 1008 || code === 1006;
    this.#fail(reason || (wrongKey ? 'Live captions could not connect.' : `Live captions ended (code ${code}).`));
    this.#ended?.();
  }

  #fail(message) {
    this.dispatchEvent(new CustomEvent('failure', { detail: message ?? 'Live captions failed.' }));
  }
}
