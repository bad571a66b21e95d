/** The microphone: permission, samples at 24 kHz, loudness; what was recorded as a WAV file. */
import { wavBlob } from './wav.js';

/** The rate of OpenAI's realtime interface. */
export const SAMPLE_RATE_HZ = 24000;

export class Recorder extends EventTarget {
  #context = null;
  #stream = null;
  #node = null;
  #chunks = [];
  #samples = 0;

  /** Asks for the microphone and starts; rejects with an Error that says what to do. */
  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error('Browsers give the microphone only to pages from https or localhost.');
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true },
      });
    } catch (error) {
      throw new Error(reason(error), { cause: error });
    }
    this.#context = new AudioContext();
    await this.#context.audioWorklet.addModule('js/pcm-worklet.js');
    this.#node = new AudioWorkletNode(this.#context, 'pcm', {
      numberOfOutputs: 0,
      processorOptions: { sampleRateHz: SAMPLE_RATE_HZ },
    });
    this.#node.port.onmessage = ({ data }) => this.#chunk(data);
    this.#context.createMediaStreamSource(this.#stream).connect(this.#node);
    await this.#context.resume();
    this.#stream.getAudioTracks()[0].addEventListener('ended', () => {
      this.dispatchEvent(new CustomEvent('lost'));
    });
  }

  /** Seconds recorded so far. */
  get seconds() {
    return this.#samples / SAMPLE_RATE_HZ;
  }

  /** Stops and gives the microphone back; resolves to the recording. */
  async stop() {
    if (this.#node) {
      const last = new Promise((resolve) => this.addEventListener('last', resolve, { once: true }));
      this.#node.port.postMessage('flush');
      await Promise.race([last, new Promise((resolve) => setTimeout(resolve, 500))]);
      this.#node.disconnect();
    }
    this.#stream?.getTracks().forEach((track) => track.stop());
    await this.#context?.close();
    return wavBlob(this.#chunks, SAMPLE_RATE_HZ);
  }

  #chunk({ samples, peak, last }) {
    if (samples.length > 0) {
      this.#chunks.push(samples);
      this.#samples += samples.length;
      this.dispatchEvent(new CustomEvent('samples', { detail: { samples, peak } }));
    }
    if (last) {
      this.dispatchEvent(new CustomEvent('last'));
    }
  }
}

function reason(error) {
  switch (error.name) {
    case 'NotAllowedError':
      return 'The microphone is blocked. Allow it for this page in the browser’s address bar.';
    case 'NotFoundError':
      return 'No microphone was found. Connect one and try again.';
    case 'NotReadableError':
      return 'The microphone is in use by another program.';
    default:
      return `The microphone could not be opened: ${error.message}`;
  }
}
