/**
 * The queue: sends waiting recordings to the server, follows their jobs, fetches transcripts. The
 * server decides the order of work; here only uploads are limited.
 */
import * as api from './api.js';
import { chosenOptions, loadModels, offersWordTimes } from './options.js';
import { isActive, randomId } from './recordings.js';
import { fromVerboseJson, newSegment } from './transcript.js';

const UPLOADS_AT_ONCE = 2;
const POLL_MS = 1000;

export class JobQueue {
  #recordings;
  #uploads = new Map();
  #pausedUntil = 0;
  #timer = 0;
  #watched = null;

  constructor(recordings) {
    this.#recordings = recordings;
    addEventListener('online', () => this.wake());
  }

  /** Looks for work now instead of at the next turn. */
  wake() {
    this.#pausedUntil = 0;
    this.#schedule(0);
  }

  /** Sends a recording (again); its transcript stays until there is a new one. */
  async submit(id, options) {
    const recording = this.#recordings.find(id);
    const former = recording.jobId;
    this.#recordings.update(id, {
      status: 'waiting',
      uploadKey: randomId(),
      jobId: null,
      error: null,
      progress: null,
      draft: null,
      ...(options ? { options } : {}),
    });
    this.wake();
    await this.#dropJob(former);
  }

  /** Stops work on a recording. */
  async cancel(id) {
    const { jobId } = this.#recordings.find(id);
    this.#uploads.get(id)?.abort();
    this.#recordings.update(id, { status: 'cancelled', progress: null });
    if (jobId) {
      await api.cancel(jobId);
    }
  }

  /** Forgets a recording here and its job on the server. */
  async remove(id) {
    const recording = this.#recordings.find(id);
    this.#uploads.get(id)?.abort();
    await this.#recordings.remove(id);
    if (recording.jobId && isActive(recording)) {
      await api.cancel(recording.jobId).catch(() => {});
    }
    await this.#dropJob(recording.jobId);
  }

  /** A job that is gone already, or still ending, is no failure of the user's. */
  async #dropJob(jobId) {
    if (jobId) {
      await api.removeJob(jobId).catch(() => {});
    }
  }

  /** Follows one recording closely: its segments appear while it is worked on. */
  watch(id) {
    const recording = id === null ? null : this.#recordings.find(id);
    const jobId = recording && isActive(recording) ? recording.jobId : null;
    if (this.#watched?.jobId === jobId) {
      return;
    }
    this.#watched?.controller.abort();
    this.#watched = null;
    if (jobId) {
      const controller = new AbortController();
      this.#watched = { jobId, controller };
      this.#follow(id, jobId, controller.signal);
    }
  }

  async #follow(id, jobId, signal) {
    const segments = [];
    try {
      for await (const event of api.jobEvents(jobId, signal)) {
        if (event.type === 'job.segment') {
          segments.push(newSegment(event.segment));
          this.#recordings.update(id, { draft: { segments: segments.slice() } });
        } else if (event.job) {
          await this.#apply(id, event.job);
        }
      }
    } catch {
      // Polling goes on; it also finds out what went wrong.
    }
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turn(), delay);
  }

  async #turn() {
    const waiting = this.#recordings.list().reverse();
    for (const recording of waiting) {
      const free = this.#uploads.size < UPLOADS_AT_ONCE && Date.now() >= this.#pausedUntil;
      if (free && recording.status === 'waiting' && !this.#uploads.has(recording.id)) {
        this.#send(recording);
      }
    }
    await this.#poll();
    if (this.#recordings.list().some(isActive)) {
      this.#schedule(POLL_MS);
    }
  }

  async #send({ id, name, options, uploadKey }) {
    const controller = new AbortController();
    this.#uploads.set(id, controller);
    this.#recordings.update(id, { status: 'uploading', progress: { upload: 0 }, error: null });
    try {
      const blob = await this.#recordings.audio(id);
      if (blob === undefined) {
        throw new api.ApiError(400, { message: 'The audio of this recording is no longer in this browser.' });
      }
      if (!options.model && !chosenOptions().model) {
        await loadModels(); // the page may be quicker than its list of models
      }
      const job = await api.createJob(blob, name, fields(options), {
        uploadKey: uploadKey ?? id,
        signal: controller.signal,
        onProgress: (fraction) => this.#recordings.update(id, { progress: { upload: fraction } }),
      });
      this.#recordings.update(id, { jobId: job.id });
      await this.#apply(id, job);
    } catch (error) {
      this.#sendFailed(id, error);
    } finally {
      this.#uploads.delete(id);
      this.#schedule(0);
    }
  }

  #sendFailed(id, error) {
    if (error.name === 'AbortError') {
      return;
    }
    if (error.temporary) {
      this.#pausedUntil = Date.now() + 1000 * Math.min(30, error.retryAfterSeconds ?? 3);
      this.#recordings.update(id, { status: 'waiting', progress: null, error: { message: error.message } });
      return;
    }
    this.#recordings.update(id, { status: 'failed', progress: null, error: { message: error.message } });
  }

  async #poll() {
    const open = this.#recordings.list().filter((recording) => recording.jobId && isActive(recording));
    if (open.length === 0) {
      return;
    }
    let found;
    try {
      found = new Map((await api.jobs()).map((job) => [job.id, job]));
    } catch {
      return; // The badge says that the server is away; the next turn may find it.
    }
    for (const { id, jobId } of open) {
      try {
        await this.#apply(id, found.get(jobId) ?? (await api.job(jobId)));
      } catch (error) {
        if (error.status === 404 && this.#recordings.find(id)?.jobId === jobId) {
          this.#recordings.update(id, {
            status: 'failed',
            error: { message: 'The server no longer knows this job. Try again.' },
          });
        }
      }
    }
  }

  /** What the server says of a job, unless the recording has moved on to another one. */
  async #apply(id, job) {
    const recording = this.#recordings.find(id);
    if (recording === undefined || recording.jobId !== job.id || !isActive(recording)) {
      return;
    }
    const changes = {
      status: job.status,
      progress: job.progress ?? null,
      seconds: job.audio_seconds ?? recording.seconds,
      model: job.model ?? recording.model,
      error: job.error ?? null,
    };
    if (job.status === 'completed') {
      const transcript = fromVerboseJson(await api.result(job.id));
      if (this.#recordings.find(id)?.jobId !== job.id) {
        return;
      }
      changes.transcript = transcript;
      changes.draft = null;
      changes.seconds = job.audio_seconds ?? transcript.seconds;
      changes.realTimeFactor = job.progress?.real_time_factor ?? null;
    }
    this.#recordings.update(id, changes);
  }
}

/** The options as form fields of the API. */
function fields({ model, language, context }) {
  const pairs = [
    ['model', model || chosenOptions().model],
    ['response_format', 'verbose_json'],
    ['timestamp_granularities[]', 'segment'],
  ];
  if (offersWordTimes()) {
    pairs.push(['timestamp_granularities[]', 'word']);
  }
  if (language) {
    pairs.push(['language', language]);
  }
  if (context) {
    pairs.push(['prompt', context]);
  }
  return pairs;
}
