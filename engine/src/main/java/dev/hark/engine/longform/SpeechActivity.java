package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.model.network.AudioTokenTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where in a piece something sounds that might be speech: frames that rise well above the noise
 * floor of the piece.
 *
 * <p>A plain measure, not a judgement: music is active too. It tells what is surely not speech,
 * digital silence and steady noise.
 */
public final class SpeechActivity {
  /** Levels are averaged over this many frames of 10 ms, so that clicks do not count. */
  private static final int SMOOTHING_FRAMES = 5;

  /** Syllables rise further above their gaps; steady noise stays within a third of it. */
  private static final double RISE_DB = 9;

  /** Nothing below this level is taken for speech. */
  private static final double LOWEST_DB = -65;

  /** The quiet share of frames that sets the noise floor. */
  private static final double FLOOR_QUANTILE = 0.1;

  /** Activity is widened by this much on both sides, for soft beginnings and ends. */
  private static final int MARGIN_FRAMES = 15;

  /** From here on a token counts as speech. */
  private static final double LIKELY = 0.5;

  private final int samples;
  private final boolean silent;
  private final BitSet active; // [frames of 10 ms]

  private SpeechActivity(int samples, boolean silent, BitSet active) {
    this.samples = samples;
    this.silent = silent;
    this.active = active;
  }

  /** Measures mono samples at 16 kHz. */
  public static SpeechActivity of(float[] samples) {
    double[] means = FrameLevels.meanSquares(samples, 0, samples.length);
    double[] levels = new double[Math.max(0, means.length - SMOOTHING_FRAMES + 1)];
    for (int i = 0; i < levels.length; i++) {
      double sum = 0;
      for (int k = i; k < i + SMOOTHING_FRAMES; k++) {
        sum += means[k];
      }
      levels[i] = FrameLevels.decibels(sum / SMOOTHING_FRAMES);
    }
    double[] sorted = levels.clone();
    Arrays.sort(sorted);
    BitSet active = new BitSet(means.length);
    if (levels.length == 0) {
      return new SpeechActivity(samples.length, true, active);
    }
    double floor = sorted[(int) (sorted.length * FLOOR_QUANTILE)];
    double threshold = Math.max(LOWEST_DB, floor + RISE_DB);
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] > threshold) {
        active.set(i, i + SMOOTHING_FRAMES);
      }
    }
    return new SpeechActivity(samples.length, sorted[sorted.length - 1] <= LOWEST_DB, active);
  }

  /**
   * What a head for voice activity says.
   *
   * @param samples of the piece
   * @param speech how likely each audio token is speech
   */
  public static SpeechActivity of(int samples, List<Double> speech) {
    BitSet active = new BitSet(samples / FrameLevels.FRAME_SAMPLES);
    for (int frame = 0; frame < samples / FrameLevels.FRAME_SAMPLES; frame++) {
      long millis = 1000L * frame * FrameLevels.FRAME_SAMPLES / PcmStream.SAMPLE_RATE_HZ;
      int token = Math.min(speech.size() - 1, AudioTokenTimes.tokenAt(millis));
      active.set(frame, speech.get(token) >= LIKELY);
    }
    return new SpeechActivity(samples, active.isEmpty(), active);
  }

  /** Whether there is surely no speech: digital silence, or fainter than any. */
  public boolean isSilent() {
    return silent;
  }

  /** How long something sounds above the noise floor. */
  public double activeSeconds() {
    return active.cardinality() * (double) FrameLevels.FRAME_SAMPLES / PcmStream.SAMPLE_RATE_HZ;
  }

  /**
   * A stretch of samples.
   *
   * @param from first sample
   * @param to sample after the last
   */
  record Stretch(int from, int to) {}

  /** The stretches of at least {@code shortest} samples in which nothing sounds. */
  List<Stretch> quietStretches(int shortest) {
    List<Stretch> stretches = new ArrayList<>();
    int frames = samples / FrameLevels.FRAME_SAMPLES;
    int from = 0;
    while (from < frames) {
      int quietFrom = active.nextClearBit(from);
      int quietTo = active.nextSetBit(quietFrom);
      boolean toEnd = quietTo < 0;
      int start = quietFrom == 0 ? 0 : (quietFrom + MARGIN_FRAMES) * FrameLevels.FRAME_SAMPLES;
      int end = toEnd ? samples : (quietTo - MARGIN_FRAMES) * FrameLevels.FRAME_SAMPLES;
      if (quietFrom < frames && end - start >= shortest) {
        stretches.add(new Stretch(start, end));
      }
      from = toEnd ? frames : quietTo;
    }
    return stretches;
  }
}
