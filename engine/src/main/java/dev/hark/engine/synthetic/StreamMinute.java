package dev.hark.engine.synthetic;

import dev.hark.audio.PcmStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A minute of the audio of live sessions, all of them together.
 *
 * @param minute the first is 1
 * @param steps steps in it, final ones included
 * @param stepMillis median time of a step on the clock
 * @param stepCpuMillis median processor time of all threads from the end of a step to the end of
 *     the next, which is one session's step if there is one session
 * @param cpuSeconds processor time of the minute
 * @param rssBytes resident memory after its last step
 */
public record StreamMinute(
    int minute,
    int steps,
    double stepMillis,
    double stepCpuMillis,
    double cpuSeconds,
    long rssBytes) {
  private static final long MINUTE = 60L * PcmStream.SAMPLE_RATE_HZ;

  /**
   * A step of any session.
   *
   * @param first whether it gave the segment its first text
   * @param last whether it gave the segment its final text
   * @param cpuSeconds processor time of the process after it
   * @param rssBytes resident memory after it
   */
  record Step(
      long heardSamples,
      int segmentSamples,
      double millis,
      boolean first,
      boolean last,
      double cpuSeconds,
      long rssBytes) {}

  /**
   * Full minutes, and the rest if it is not empty.
   *
   * @param steps in the order in which they were done
   * @param cpuSeconds processor time of the process before the first of them
   */
  static List<StreamMinute> of(List<Step> steps, double cpuSeconds) {
    List<List<Step>> minutes = new ArrayList<>();
    List<List<Double>> costs = new ArrayList<>(); // processor time of the same steps
    double before = cpuSeconds;
    for (Step step : steps) {
      int minute = (int) ((step.heardSamples() - 1) / MINUTE);
      while (minutes.size() <= minute) {
        minutes.add(new ArrayList<>());
        costs.add(new ArrayList<>());
      }
      minutes.get(minute).add(step);
      costs.get(minute).add(step.cpuSeconds() - before);
      before = step.cpuSeconds();
    }
    List<StreamMinute> all = new ArrayList<>();
    for (int i = 0; i < minutes.size(); i++) {
      List<Step> here = minutes.get(i);
      if (!here.isEmpty()) {
        all.add(
            new StreamMinute(
                i + 1,
                here.size(),
                Quantiles.median(here.stream().map(Step::millis).toList()),
                1000 * Quantiles.median(costs.get(i)),
                costs.get(i).stream().mapToDouble(cost -> cost).sum(),
                here.getLast().rssBytes()));
      }
    }
    return all;
  }
}
