// The largest error of tones brought to 24 kHz, in blocks as the audio thread has them.
async () => {
  const { Resampler } = await import('/js/resampler.js');
  let worst = 0;
  for (const rate of [16000, 44100, 48000]) {
    for (const hertz of [220, 1000, 5000]) {
      const resampler = new Resampler(rate, 24000);
      const out = [];
      for (let at = 0; at < rate; at += 128) {
        out.push(...resampler.push(Float32Array.from({ length: 128 }, (_, i) => Math.sin((2 * Math.PI * hertz * (at + i)) / rate))));
      }
      if (out.length < 23000) {
        return Infinity;
      }
      for (let i = 200; i < out.length; i += 1) {
        worst = Math.max(worst, Math.abs(out[i] - Math.sin((2 * Math.PI * hertz * i) / 24000)));
      }
    }
  }
  return worst;
}
