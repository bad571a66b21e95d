package dev.hark.audio;

/**
 * Reads recordings of any common format as mono samples at 16 kHz: decode, average the channels,
 * resample, bring into [-1, 1]. One reader serves any number of recordings and threads.
 *
 * <p>Samples beyond full scale: {@link #readAll} divides the whole recording by its peak if that
 * exceeds 1, as the Qwen3-ASR frontend does. {@link #open} does the same for WAV files and arrays
 * of float samples, reading them once more beforehand; all other streams are clipped at full scale
 * instead, since their peak is known only at their end. Quiet recordings are never amplified.
 */
public final class AudioReader {
  private final AudioLimits limits;

  private AudioReader(AudioLimits limits) {
    this.limits = limits;
  }

  /** A reader with {@link AudioLimits#DEFAULT}. */
  public static AudioReader create() {
    return new AudioReader(AudioLimits.DEFAULT);
  }

  /** A reader that refuses what exceeds the limits. */
  public static AudioReader create(AudioLimits limits) {
    return new AudioReader(limits);
  }

  /**
   * Opens a recording for reading from its start to its end, in constant memory.
   *
   * @throws AudioException if it cannot be read, or says that it is longer than the limits admit
   */
  public PcmStream open(AudioSource source) {
    Recording recording = new Recording(source, limits);
    MonoSamples samples = recording.open();
    if (samples.mayExceedFullScale() && !(source instanceof StreamSource)) {
      float peak;
      try (ResampledPcm pcm = ResampledPcm.of(samples, source, limits)) {
        peak = pcm.peak();
      }
      return new NormalizedPcm(
          ResampledPcm.of(recording.open(), source, limits), Math.max(1, peak));
    }
    return new NormalizedPcm(ResampledPcm.of(samples, source, limits), 1);
  }

  /**
   * Reads a whole recording into memory: 64,000 bytes a second.
   *
   * @throws AudioException if it cannot be read or exceeds the limits
   */
  public float[] readAll(AudioSource source) {
    try (ResampledPcm pcm = ResampledPcm.of(new Recording(source, limits).open(), source, limits)) {
      return FullScale.normalize(pcm.readAll());
    }
  }
}
