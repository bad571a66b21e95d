package dev.hark.cli;

import dev.hark.train.run.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a training run wrote down. A step that was computed again after a kill counts as it was
 * computed last; a line that a kill cut off does not count.
 *
 * @param settings of the newest start, empty in runs that did not write them down
 * @param steps the run's last step as it was planned; 0 if not known
 * @param series values by name and step
 */
record RunMetrics(
    Path folder,
    Map<String, String> settings,
    int steps,
    Map<String, NavigableMap<Integer, Double>> series) {
  /** The file in a run's folder. */
  static final String FILE = "metrics.jsonl";

  /** Names of what is measured at a step and is no loss. */
  static final Set<String> NO_LOSSES =
      Set.of("step", "rate", "norm", "wer", "shift_millis", "seconds");

  /** What names of gradient norms of single tasks begin with. */
  static final String NORM = "norm_";

  /** What names begin with of the factors that these gradients are multiplied with. */
  static final String FACTOR = "factor_";

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads a run's folder.
   *
   * @throws TrainingException if it has no metrics
   */
  static RunMetrics read(Path folder) {
    Path file = folder.resolve(FILE);
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be read (%s); wanted the folder of a training run".formatted(file, e), e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    int steps = 0;
    Map<String, NavigableMap<Integer, Double>> series = new LinkedHashMap<>();
    for (String line : lines) {
      JsonNode json;
      try {
        json = JSON.readTree(line);
      } catch (JacksonException e) {
        continue;
      }
      if (json.has("settings")) {
        settings.clear();
        json.get("settings")
            .properties()
            .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asString("")));
        steps = json.path("steps").asInt(0);
      }
      int step = json.path("step").asInt(-1);
      if (step >= 0) {
        json.properties().stream()
            .filter(entry -> entry.getValue().isNumber() && !entry.getKey().equals("step"))
            .forEach(entry ->
                series
                    .computeIfAbsent(entry.getKey(), _ -> new TreeMap<>())
                    .put(step, entry.getValue().doubleValue()));
      }
    }
    if (!series.containsKey("loss")) {
      throw new TrainingException(file + " has no line of a step, wanted those of a training run");
    }
    return new RunMetrics(folder, settings, steps, series);
  }

  /** The values of a name; empty if there are none. */
  NavigableMap<Integer, Double> of(String name) {
    return series.getOrDefault(name, new TreeMap<>());
  }

  /** The values of all names that begin so, by the rest of the name. */
  Map<String, NavigableMap<Integer, Double>> byTask(String prefix) {
    Map<String, NavigableMap<Integer, Double>> tasks = new LinkedHashMap<>();
    series.forEach((name, values) -> {
      if (name.startsWith(prefix)) {
        tasks.put(name.substring(prefix.length()), values);
      }
    });
    return tasks;
  }

  /** Names of the losses, the one that is trained on first, without those that are always 0. */
  List<String> losses() {
    List<String> losses = new ArrayList<>(series.keySet());
    losses.removeAll(NO_LOSSES);
    losses.removeIf(name -> name.startsWith(NORM) || name.startsWith(FACTOR));
    losses.removeIf(name -> of(name).values().stream().allMatch(value -> value == 0));
    return losses;
  }

  /** The last step that was done. */
  int lastStep() {
    return of("loss").lastKey();
  }

  /** Mean of the last few values of a name; NaN if there are none. */
  double recent(String name, int count) {
    return of(name).descendingMap().values().stream()
        .limit(count)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }
}
