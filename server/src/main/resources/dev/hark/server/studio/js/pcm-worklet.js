/**
 * The microphone's samples, in the audio thread: mixed to one channel, brought to the wanted rate,
 * sent on as 16-bit chunks of a tenth of a second with their loudness.
 */
import { Resampler } from './resampler.js';

class PcmWorklet extends AudioWorkletProcessor {
  #resampler;
  #chunk;
  #filled = 0;
  #peak = 0;

  constructor({ processorOptions }) {
    super();
    this.#resampler = new Resampler(sampleRate, processorOptions.sampleRateHz);
    this.#chunk = new Int16Array(processorOptions.sampleRateHz / 10);
    this.port.onmessage = () => this.#flush();
  }

  process([channels]) {
    if (channels.length > 0) {
      const mono = channels[0].map((_, i) => channels.reduce((sum, c) => sum + c[i], 0) / channels.length);
      for (const sample of this.#resampler.push(mono)) {
        this.#add(sample);
      }
    }
    return true;
  }

  #add(sample) {
    const clipped = Math.max(-1, Math.min(1, sample));
    this.#peak = Math.max(this.#peak, Math.abs(clipped));
    this.#chunk[this.#filled] = Math.round(clipped * 32767);
    this.#filled += 1;
    if (this.#filled === this.#chunk.length) {
      this.port.postMessage({ samples: this.#chunk.slice(), peak: this.#peak });
      this.#filled = 0;
      this.#peak = 0;
    }
  }

  #flush() {
    this.port.postMessage({ samples: this.#chunk.slice(0, this.#filled), peak: this.#peak, last: true });
    this.#filled = 0;
  }
}

registerProcessor('pcm', PcmWorklet);
