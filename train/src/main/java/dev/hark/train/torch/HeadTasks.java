package dev.hark.train.torch;

import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heads that are trained along with a recogniser.
 *
 * @param config what they are
 * @param weights of their losses, by the heads' names
 * @param bound how large the gradient of a task may be at the encoder's output, in the size of the
 *     answer's
 */
public record HeadTasks(HeadsConfig config, Map<String, Double> weights, double bound) {
  /** No heads. */
  public static final HeadTasks NONE = new HeadTasks(new HeadsConfig(1, List.of()), Map.of(), 1);

  public HeadTasks {
    weights = Map.copyOf(weights);
    if (!(bound > 0)) {
      throw new IllegalArgumentException("bound is " + bound + ", wanted above 0");
    }
    for (HeadConfig head : config.heads()) {
      Double weight = weights.get(head.name());
      if (weight == null || !(weight > 0 && weight <= 1000)) {
        throw new IllegalArgumentException(
            "weight of head %s is %s, wanted above 0 and up to 1000"
                .formatted(head.name(), weight));
      }
    }
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return config.heads().isEmpty();
  }

  double weight(HeadConfig head) {
    return weights.getOrDefault(head.name(), 0.0);
  }

  /** What decides a run's results, as text; empty for none. */
  public String identity() {
    return isEmpty()
        ? ""
        : ", heads %s with weights %s, bound %s"
            .formatted(config.heads(), new TreeMap<>(weights), bound);
  }
}
