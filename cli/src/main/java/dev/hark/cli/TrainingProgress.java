package dev.hark.cli;

import dev.hark.model.eval.TimeShifts;
import dev.hark.train.run.TrainingException;
import dev.hark.train.run.TrainingListener;
import dev.hark.train.torch.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a run goes on: a line on the terminal, and in its folder a line of JSON for each step and a
 * report at each evaluation.
 */
final class TrainingProgress implements TrainingListener {
  private static final int STEPS_A_LINE = 20;

  private final int steps;
  private final Path folder;
  private final Path metrics;
  private final Screen screen;
  private final Map<String, String> settings;
  private final long start = System.nanoTime();
  private long before = start;
  private int first = -1;
  private double smooth = Double.NaN;
  private double wordErrorRate = Double.NaN;

  /**
   * @param settings what the run was started with, for its report
   */
  TrainingProgress(int steps, Path folder, Screen screen, Map<String, String> settings) {
    this.steps = steps;
    this.folder = folder;
    this.metrics = folder.resolve(RunMetrics.FILE);
    this.screen = screen;
    this.settings = settings;
  }

  /** The options of a command and their values, also those that were not given. */
  static Map<String, String> settings(CommandSpec command) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      Object value = option.getValue();
      Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (given != null && !option.usageHelp() && !option.versionHelp()) {
        settings.put(option.longestName(), given.toString());
      }
    }
    return settings;
  }

  @Override
  public void step(int step, Losses losses, double rate, double gradientNorm) {
    if (first < 0) {
      first = step - 1;
      append(Json.line(Map.of("settings", settings, "steps", steps)));
    }
    long now = System.nanoTime();
    smooth = Double.isNaN(smooth) ? losses.total() : 0.95 * smooth + 0.05 * losses.total();
    StringBuilder others = new StringBuilder();
    losses
        .others()
        .forEach((name, value) ->
            others.append(String.format(Locale.ROOT, ", \"%s\": %.5f", name, value)));
    append(
        "{\"step\": %d, \"loss\": %.5f, \"answer\": %.5f, \"ctc\": %.5f%s, \"rate\": %.3e, \"norm\": %.4f, \"seconds\": %.3f}"
            .formatted(
                step,
                losses.total(),
                losses.answer(),
                losses.ctc(),
                others,
                rate,
                gradientNorm,
                (now - before) / 1e9));
    before = now;
    String line = line(step, rate);
    screen.progress(line);
    if (step % STEPS_A_LINE == 0 || step == steps) {
      screen.message(line);
    }
  }

  private String line(int step, double rate) {
    double seconds = (System.nanoTime() - start) / 1e9 / (step - first);
    Duration left = Duration.ofSeconds(Math.round(seconds * (steps - step)));
    String words =
        Double.isNaN(wordErrorRate)
            ? ""
            : String.format(Locale.ROOT, ", WER %.1f%%", 100 * wordErrorRate);
    return String.format(
        Locale.ROOT,
        "step %d of %d: loss %.3f, rate %.2e%s, %.2f s a step, %d:%02d:%02d left",
        step,
        steps,
        smooth,
        rate,
        words,
        seconds,
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }

  @Override
  public void evaluated(int step, double rate) {
    wordErrorRate = rate;
    append("{\"step\": %d, \"wer\": %.5f}".formatted(step, rate));
    screen.message(String.format(Locale.ROOT, "step %d: WER %.2f%%", step, 100 * rate));
    report();
    before = System.nanoTime();
  }

  @Override
  public void aligned(int step, TimeShifts shifts) {
    append("{\"step\": %d, \"shift_millis\": %.2f}".formatted(step, shifts.meanMillis()));
    screen.message(
        String.format(
            Locale.ROOT,
            "step %d: mean shift %.0f ms, %.1f%% within 160 ms",
            step,
            shifts.meanMillis(),
            100 * shifts.within(160)));
    report();
    before = System.nanoTime();
  }

  @Override
  public void saved(int step) {
    before = System.nanoTime();
  }

  /** Writes the report; a run goes on without one. */
  void report() {
    try {
      var _ = RunReport.write(folder);
    } catch (IOException | RuntimeException | LinkageError e) {
      screen.message("no report (" + Failures.reason(e) + ")");
    }
  }

  private void append(String line) {
    try {
      Files.createDirectories(metrics.toAbsolutePath().getParent());
      Files.writeString(metrics, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be written (%s); checkpoints are kept, make room and go on with --resume"
              .formatted(metrics, e.getMessage()),
          e);
    }
  }
}
