package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Word;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** Moves the times of a piece's words to where the piece stands in its recording. */
public final class WordTimes {
  private WordTimes() {}

  /**
   * The words, later by {@code startSample} samples. Raw times become whole milliseconds, rounded
   * as the reference rounds them; repaired times stay exact.
   */
  public static List<Word> shift(List<Word> words, long startSample) {
    Duration offset = Piece.time(startSample);
    return words.stream()
        .map(word ->
            new Word(
                word.text(),
                word.start().plus(offset),
                word.end().plus(offset),
                raw(word.rawStart(), startSample),
                raw(word.rawEnd(), startSample)))
        .toList();
  }

  /** Binary seconds are added and then rounded, half to even on their exact value. */
  static Duration raw(Duration time, long startSample) {
    double seconds = time.toMillis() / 1000.0 + startSample / (double) PcmStream.SAMPLE_RATE_HZ;
    return Duration.ofMillis(
        new BigDecimal(seconds).setScale(3, RoundingMode.HALF_EVEN).movePointRight(3).longValue());
  }
}
