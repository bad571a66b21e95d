/**
 * The recordings of this browser. Everybody changes them through here: a change is kept in the
 * store and told to whoever shows it.
 *
 * A recording is `{id, name, kind, size, createdAt, seconds, status, uploadKey, jobId, options,
 * progress, error, transcript, draft, model, realTimeFactor}`; `status` is one of waiting,
 * uploading, queued, running, completed, failed, cancelled. Uploads with the same `uploadKey` make
 * one job, however often they are begun.
 */
import * as store from './store.js';

const ACTIVE = new Set(['waiting', 'uploading', 'queued', 'running']);

/** Whether something is still to happen with it. */
export function isActive(recording) {
  return ACTIVE.has(recording.status);
}

export class Recordings extends EventTarget {
  #byId = new Map();
  #audio = new Map();
  #unsaved = new Set();
  #timer = 0;

  /** Reads what earlier visits left. */
  async load() {
    const kept = await store.readAll('recordings');
    kept.sort((a, b) => a.createdAt - b.createdAt);
    for (const recording of kept) {
      const interrupted = recording.status === 'uploading';
      this.#byId.set(recording.id, interrupted ? { ...recording, status: 'waiting', jobId: null } : recording);
    }
    addEventListener('pagehide', () => this.#save());
    document.addEventListener('visibilitychange', () => this.#save());
    this.dispatchEvent(new CustomEvent('list'));
  }

  /** All of them, newest first. */
  list() {
    return [...this.#byId.values()].reverse();
  }

  /** The recording with this id, or undefined. */
  find(id) {
    return this.#byId.get(id);
  }

  /** A new recording with its audio. Resolves to false if the audio could not be kept on disk. */
  async add(recording, blob) {
    this.#byId.set(recording.id, recording);
    this.#audio.set(recording.id, blob);
    this.dispatchEvent(new CustomEvent('list'));
    try {
      await store.putAll(recording.id, { recordings: recording, audio: blob });
      return true;
    } catch {
      return false;
    }
  }

  /** Changes fields of a recording; one that was removed meanwhile stays removed. */
  update(id, changes) {
    const before = this.#byId.get(id);
    if (before === undefined) {
      return;
    }
    const recording = { ...before, ...changes };
    this.#byId.set(id, recording);
    this.#unsaved.add(id);
    if ('jobId' in changes || 'transcript' in changes) {
      this.#save(); // a page that is reloaded at once must not lose these
    } else {
      this.#timer ||= setTimeout(() => this.#save(), 250);
    }
    this.dispatchEvent(new CustomEvent('change', { detail: { recording, before } }));
  }

  /** Forgets a recording. */
  async remove(id) {
    this.#byId.delete(id);
    this.#audio.delete(id);
    this.#unsaved.delete(id);
    this.dispatchEvent(new CustomEvent('list'));
    await store.forget(id);
  }

  /** Its audio, or undefined if it is nowhere. */
  async audio(id) {
    return this.#audio.get(id) ?? (await store.read('audio', id));
  }

  #save() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    for (const id of this.#unsaved) {
      store.put('recordings', id, this.#byId.get(id)).catch(() => {
        this.dispatchEvent(new CustomEvent('full'));
      });
    }
    this.#unsaved.clear();
  }
}

/** A recording that waits for its turn. */
export function newRecording(name, kind, blob, options) {
  return {
    id: randomId(),
    name,
    kind,
    size: blob.size,
    createdAt: Date.now(),
    seconds: null,
    status: 'waiting',
    uploadKey: randomId(),
    jobId: null,
    options,
    progress: null,
    error: null,
    transcript: null,
    draft: null,
    model: options.model,
    realTimeFactor: null,
  };
}

/** crypto.randomUUID exists on secure pages only; plain http on a LAN has getRandomValues. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
