package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds speech in clean recordings by its level: frames of 10 ms up to 40 dB below the loudest one
 * and above -70 dB, with pauses of up to 0.2 s between them; what is left shorter than 30 ms is a
 * click. In noise it finds everything.
 */
public final class SpeechLevel {
  private static final int HZ = 16_000;
  private static final int FRAME = HZ / 100;
  private static final double RANGE_DECIBELS = 40;
  private static final double LEAST = 1e-7; // mean square, -70 dB
  private static final double SHORTEST_SECONDS = 0.03;

  private SpeechLevel() {}

  /** The spans of speech. */
  public static SpeechSpans find(float[] samples) {
    int frames = (samples.length + FRAME - 1) / FRAME;
    double[] power = new double[frames]; // mean square of each frame
    double loudest = 0;
    for (int i = 0; i < frames; i++) {
      int end = Math.min(samples.length, (i + 1) * FRAME);
      for (int k = i * FRAME; k < end; k++) {
        power[i] += (double) samples[k] * samples[k] / (end - i * FRAME);
      }
      loudest = Math.max(loudest, power[i]);
    }
    double ratio = Levels.ofDecibels(-RANGE_DECIBELS);
    double threshold = Math.max(LEAST, loudest * ratio * ratio);
    List<SpeechSpan> spans = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= frames; i++) {
      boolean loud = i < frames && power[i] > threshold;
      if (loud && from < 0) {
        from = i;
      } else if (!loud && from >= 0) {
        double end = Math.min(samples.length, (double) i * FRAME) / HZ;
        spans.add(new SpeechSpan((double) from * FRAME / HZ, end));
        from = -1;
      }
    }
    return new SpeechSpans(
        SpeechSpans.bridged(spans).spans().stream()
            .filter(span -> span.end() - span.start() >= SHORTEST_SECONDS)
            .toList());
  }
}
