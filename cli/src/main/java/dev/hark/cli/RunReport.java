package dev.hark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A training run as an HTML page: how its losses went, how long it takes, and its settings. */
final class RunReport {
  /** The file in a run's folder. */
  static final String FILE = "report.html";

  private static final int RECENT = 50;

  private final RunMetrics metrics;
  private final HtmlPage page;

  private RunReport(RunMetrics metrics) throws IOException {
    this.metrics = metrics;
    this.page =
        new HtmlPage("Training run " + metrics.folder().getFileName(), Map.of("State", state()));
  }

  /** Reads a run's metrics and writes the page beside them. */
  static Path write(Path folder) throws IOException {
    RunReport report = new RunReport(RunMetrics.read(folder.toAbsolutePath().normalize()));
    report.addTiles();
    report.addPlots();
    report.addSettings();
    report.page.append("<footer><p>Losses and the norm of the gradients are smoothed over about ");
    report.page.append(RunPlots.SMOOTHED_STEPS).append(" steps. A few values that are far above");
    report.page.append(" the others are outside of the frames. A step that was computed again");
    report.page.append(" after a stop is shown as it was computed last.</p></footer>\n");
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, report.page.end());
    return file;
  }

  private String state() {
    int last = metrics.lastStep();
    if (metrics.steps() == 0) {
      return "step " + last;
    }
    boolean finished =
        last >= metrics.steps()
            && Files.exists(metrics.folder().resolve("model/model.safetensors"));
    return finished ? "finished" : "step %d of %d".formatted(last, metrics.steps());
  }

  private void addTiles() {
    int last = metrics.lastStep();
    page.append("<section class=\"tiles\">");
    page.tile("Step", Integer.toString(last), metrics.steps() == 0 ? "" : "of " + metrics.steps());
    page.tile(
        "Loss",
        number("%.3f", metrics.recent("loss", RunPlots.SMOOTHED_STEPS)),
        "mean of the last " + RunPlots.SMOOTHED_STEPS + " steps");
    NavigableMap<Integer, Double> errors = metrics.of("wer");
    if (!errors.isEmpty()) {
      page.tile(
          "Word error rate",
          number("%.2f %%", 100 * errors.lastEntry().getValue()),
          "at step " + errors.lastKey());
    }
    double seconds = metrics.recent("seconds", RECENT);
    if (!Double.isNaN(seconds)) {
      page.tile("A step", number("%.2f s", seconds), "mean of the last " + RECENT);
      if (metrics.steps() > last) {
        page.tile("Left", length(seconds * (metrics.steps() - last)), "at this pace");
      }
    }
    page.append("</section>\n");
  }

  private void addPlots() throws IOException {
    Map<String, NavigableMap<Integer, Double>> losses = new LinkedHashMap<>();
    metrics.losses().forEach(name -> losses.put(name, metrics.of(name)));
    addPlot("Losses", "loss", losses, true);
    NavigableMap<Integer, Double> percent = new TreeMap<>();
    metrics.of("wer").forEach((step, rate) -> percent.put(step, 100 * rate));
    addPlot("Word error rate of the dev set", "%", Map.of("WER", percent), false);
    addPlot("Mean shift of word times", "ms", Map.of("shift", metrics.of("shift_millis")), false);
    addPlot("Learning rate", "rate", Map.of("rate", metrics.of("rate")), false);
    addPlot(
        "Norm of the gradients, before clipping", "norm", Map.of("norm", metrics.of("norm")), true);
    addPlot(
        "Norm of each task's gradient at the encoder's output",
        "norm",
        metrics.byTask(RunMetrics.NORM),
        true);
    addPlot(
        "What the tasks' gradients are multiplied with",
        "factor",
        metrics.byTask(RunMetrics.FACTOR),
        true);
    addPlot("Time of a step", "seconds", Map.of("seconds", metrics.of("seconds")), false);
  }

  private void addPlot(
      String title, String axis, Map<String, NavigableMap<Integer, Double>> lines, boolean smooth)
      throws IOException {
    if (lines.values().stream().allMatch(Map::isEmpty)) {
      return;
    }
    page.append("<section><h2>").append(title).append("</h2>\n");
    int steps = Math.max(metrics.steps(), metrics.lastStep());
    page.image(RunPlots.lines(axis, lines, smooth, steps), title + " by step");
    page.append("</section>\n");
  }

  private void addSettings() {
    if (metrics.settings().isEmpty()) {
      return;
    }
    page.append("<section><h2>Settings</h2>\n<table class=\"settings\"><tbody>\n");
    metrics
        .settings()
        .forEach((name, value) ->
            page.append("<tr><th>" + HtmlPage.escape(name) + "</th><td>")
                .append(HtmlPage.escape(value) + "</td></tr>\n"));
    page.append("</tbody></table></section>\n");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String length(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }
}
