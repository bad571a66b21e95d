/** The outline of a recording for its waveform, computed once and kept. */
import * as store from './store.js';

/** Values a second. */
export const PEAKS_PER_SECOND = 50;

/** Larger files would take more memory to decode than a browser tab should. */
const LARGEST_BYTES = 300_000_000;
const DECODE_HZ = 8000;

/**
 * `{peaks: Uint8Array, seconds}` of a recording, 0 silent and 255 full scale; null if the browser
 * cannot decode it.
 */
export async function peaksOf(id, blob) {
  const kept = await store.read('peaks', id).catch(() => undefined);
  if (kept) {
    return kept;
  }
  if (blob.size > LARGEST_BYTES) {
    return null;
  }
  let audio;
  try {
    const decoder = new OfflineAudioContext(1, 1, DECODE_HZ);
    audio = await decoder.decodeAudioData(await blob.arrayBuffer());
  } catch {
    return null;
  }
  const outline = { peaks: outlineOf(audio.getChannelData(0), audio.sampleRate), seconds: audio.duration };
  store.put('peaks', id, outline).catch(() => {});
  return outline;
}

function outlineOf(samples, sampleRateHz) {
  const width = sampleRateHz / PEAKS_PER_SECOND;
  const peaks = new Uint8Array(Math.ceil(samples.length / width));
  let loudest = 0.05;
  const found = Array.from(peaks, (_, i) => {
    let peak = 0;
    const stop = Math.min(samples.length, Math.floor((i + 1) * width));
    for (let at = Math.floor(i * width); at < stop; at += 1) {
      peak = Math.max(peak, Math.abs(samples[at]));
    }
    loudest = Math.max(loudest, peak);
    return peak;
  });
  found.forEach((peak, i) => (peaks[i] = Math.round((255 * peak) / loudest)));
  return peaks;
}
