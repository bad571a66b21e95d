/**
 * The server's HTTP interface. Failures become `ApiError`s with the message of the error envelope.
 * With a 401 the key is asked for once, and the call made again.
 */
import { eventData } from './sse.js';

const KEY = 'hark.key';

/** What the server said instead of answering, or that it did not answer (status 0). */
export class ApiError extends Error {
  constructor(status, { message, param = null, code = null } = {}, retryAfterSeconds = null) {
    super(message || (status === 0 ? 'The server cannot be reached.' : `The server answered with status ${status}.`));
    this.name = 'ApiError';
    this.status = status;
    this.param = param;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same call may work later. */
  get temporary() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

let key = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
let keyPrompt = async () => null;
let asking = null;

/** The API key in use; empty if none. */
export function apiKey() {
  return key;
}

/** Keeps a key for this tab, or on this computer. */
export function setApiKey(value, remember) {
  key = value;
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
  if (value !== '') {
    (remember ? localStorage : sessionStorage).setItem(KEY, value);
  }
}

/** The function that asks the user for a key; it resolves to false if the user will not say. */
export function onKeyNeeded(prompt) {
  keyPrompt = prompt;
}

/** Asks for a key, once for all calls that miss it. */
export function askForKey(message) {
  asking ??= Promise.resolve(keyPrompt(message)).finally(() => (asking = null));
  return asking;
}

function headers() {
  return key === '' ? {} : { Authorization: `Bearer ${key}` };
}

async function call(path, options = {}) {
  for (;;) {
    const used = key;
    let response;
    try {
      response = await fetch(path, { ...options, headers: { ...options.headers, ...headers() } });
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }
      throw new ApiError(0);
    }
    if (response.ok) {
      return response;
    }
    const failure = readError(response.status, await response.text(), response.headers.get('Retry-After'));
    if (response.status === 401 && (used !== key || (await askForKey(failure.message)))) {
      continue;
    }
    throw failure;
  }
}

function readError(status, body, retryAfter) {
  let envelope = {};
  try {
    envelope = JSON.parse(body).error ?? {};
  } catch {
    // Not an envelope: a proxy answered. The status has to do.
  }
  const seconds = Number.parseFloat(retryAfter ?? '');
  return new ApiError(status, typeof envelope === 'object' ? envelope : {}, Number.isFinite(seconds) ? seconds : null);
}

/** The models that are offered, as the API lists them. */
export async function models() {
  return (await (await call('v1/models')).json()).data ?? [];
}

/** Whether the server is ready: `ready`, `busy` (starting or stopping) or `offline`. */
export async function health() {
  try {
    const response = await fetch('health/ready', { cache: 'no-store' });
    return response.ok ? 'ready' : 'busy';
  } catch {
    return 'offline';
  }
}

/** Jobs of this key, newest first. */
export async function jobs() {
  return (await (await call('v1/jobs')).json()).data ?? [];
}

/** One job. */
export async function job(id) {
  return (await call(`v1/jobs/${encodeURIComponent(id)}`)).json();
}

/** The finished transcript of a job. */
export async function result(id) {
  return (await call(`v1/jobs/${encodeURIComponent(id)}/result?format=verbose_json`)).json();
}

/** Stops a job. */
export async function cancel(id) {
  await call(`v1/jobs/${encodeURIComponent(id)}/cancel`, { method: 'POST' });
}

/** Removes a finished job and its upload from the server. */
export async function removeJob(id) {
  await call(`v1/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** The upload of a job. */
export async function jobAudio(id) {
  return (await call(`v1/jobs/${encodeURIComponent(id)}/audio`)).blob();
}

/** The events of a job as they come, until it ends or the signal aborts. */
export async function* jobEvents(id, signal) {
  const response = await call(`v1/jobs/${encodeURIComponent(id)}/events`, {
    signal,
    headers: { Accept: 'text/event-stream' },
  });
  yield* eventData(response.body);
}

/**
 * Uploads a recording as a new job. XMLHttpRequest, because fetch does not tell how much is sent.
 * `fields` are pairs of name and value. An upload with the key of an earlier one that arrived gets
 * the job which that one made.
 */
export async function createJob(file, name, fields, { uploadKey, onProgress, signal }) {
  for (;;) {
    const used = key;
    try {
      return await upload(file, name, fields, uploadKey, onProgress, signal);
    } catch (error) {
      if (error.status === 401 && (used !== key || (await askForKey(error.message)))) {
        continue;
      }
      throw error;
    }
  }
}

function upload(file, name, fields, uploadKey, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    fields.forEach(([field, value]) => form.append(field, value));
    form.append('file', file, name);
    const request = new XMLHttpRequest();
    request.open('POST', 'v1/jobs');
    Object.entries(headers()).forEach(([header, value]) => request.setRequestHeader(header, value));
    request.setRequestHeader('Idempotency-Key', uploadKey);
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText));
      } else {
        reject(readError(request.status, request.responseText, request.getResponseHeader('Retry-After')));
      }
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
