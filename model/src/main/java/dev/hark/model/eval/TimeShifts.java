package dev.hark.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How far the times that an aligner finds for words lie from the true ones. The mean over starts
 * and ends is the "accumulated average shift" of arXiv 2601.21337.
 */
public final class TimeShifts {
  private final List<Double> starts = new ArrayList<>();
  private final List<Double> ends = new ArrayList<>();

  /** No words yet. */
  public TimeShifts() {}

  /**
   * Counts a word.
   *
   * @param startMillis time found less true time, of its start
   * @param endMillis the same of its end
   */
  public void add(double startMillis, double endMillis) {
    starts.add(Math.abs(startMillis));
    ends.add(Math.abs(endMillis));
  }

  /** Number of words. */
  public int words() {
    return starts.size();
  }

  /** Mean shift of starts in milliseconds, whichever way; NaN without words. */
  public double startMillis() {
    return mean(starts);
  }

  /** Mean shift of ends in milliseconds, whichever way; NaN without words. */
  public double endMillis() {
    return mean(ends);
  }

  /** Mean shift of starts and ends in milliseconds, whichever way; NaN without words. */
  public double meanMillis() {
    return (startMillis() + endMillis()) / 2;
  }

  /** Which part of starts and ends is shifted by at most so many milliseconds, 0 to 1. */
  public double within(double millis) {
    return all().filter(shift -> shift <= millis).count() / (2.0 * words());
  }

  /** The shift that half of starts and ends do not exceed, in milliseconds. */
  public double medianMillis() {
    return all().sorted().skip(words()).findFirst().orElse(Double.NaN);
  }

  private DoubleStream all() {
    return DoubleStream.concat(
        starts.stream().mapToDouble(Double::doubleValue),
        ends.stream().mapToDouble(Double::doubleValue));
  }

  private static double mean(List<Double> shifts) {
    return shifts.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
