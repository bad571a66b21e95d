/**
 * Changes the sample rate of a stream by windowed sinc interpolation. Rates that are equal pass
 * through untouched.
 */

const ZEROS = 24;

export class Resampler {
  #step;
  #cutoff;
  #reach;
  #buffer = new Float32Array(0);
  #bufferStart;
  #position = 0;

  constructor(fromHz, toHz) {
    this.#step = fromHz / toHz;
    this.#cutoff = Math.min(1, toHz / fromHz) * 0.95;
    this.#reach = Math.ceil(ZEROS / this.#cutoff);
    this.#buffer = new Float32Array(this.#reach);
    this.#bufferStart = -this.#reach;
  }

  /** The samples that can be computed with what has come so far. */
  push(samples) {
    if (this.#step === 1) {
      return samples;
    }
    const joined = new Float32Array(this.#buffer.length + samples.length);
    joined.set(this.#buffer);
    joined.set(samples, this.#buffer.length);
    const end = this.#bufferStart + joined.length;
    const out = [];
    while (this.#position + this.#reach < end) {
      out.push(this.#at(joined));
      this.#position += this.#step;
    }
    const keepFrom = Math.max(0, Math.floor(this.#position) - this.#reach - this.#bufferStart);
    this.#buffer = joined.slice(keepFrom);
    this.#bufferStart += keepFrom;
    return out;
  }

  #at(samples) {
    const first = Math.ceil(this.#position - this.#reach);
    const last = Math.floor(this.#position + this.#reach);
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const x = this.#position - i;
      const phase = Math.PI * x * this.#cutoff;
      const sinc = x === 0 ? 1 : Math.sin(phase) / phase;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (this.#reach + 1));
      sum += (samples[i - this.#bufferStart] ?? 0) * sinc * window * this.#cutoff;
    }
    return sum;
  }
}
