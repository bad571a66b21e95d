package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.TranscriptPart;
import java.time.Duration;
import java.util.List;

/** The samples of a recording that have their text already. */
final class TranscribedSamples {
  private TranscribedSamples() {}

  /** Reads the samples of the parts and returns how many they are. */
  static long readOver(SampleReader reader, List<TranscriptPart> parts) {
    long samples = count(parts);
    float[] buffer = new float[PcmStream.SAMPLE_RATE_HZ];
    for (long left = samples; left > 0; ) {
      int count = reader.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new IllegalArgumentException(
            "the recording ends %s before its transcribed parts; wanted the one they are from"
                .formatted(Piece.time(left)));
      }
      left -= count;
    }
    return samples;
  }

  private static long count(List<TranscriptPart> parts) {
    Duration end = Duration.ZERO;
    for (TranscriptPart part : parts) {
      if (!part.start().equals(end) || part.end().compareTo(end) <= 0) {
        throw new IllegalArgumentException(
            "a part goes from %s to %s, wanted one that starts at %s"
                .formatted(part.start(), part.end(), end));
      }
      end = part.end();
    }
    return end.toNanos() / Piece.time(1).toNanos();
  }
}
