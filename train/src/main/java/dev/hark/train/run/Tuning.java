package dev.hark.train.run;

import dev.hark.train.torch.LoraSettings;
import dev.hark.train.torch.LowRankAdapters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What of a network learns.
 *
 * @param frozen parameters that stay as they are
 * @param lora if present, the network stays as it is and adapters learn, and heads for training
 */
public record Tuning(ParameterPatterns frozen, Optional<LoraSettings> lora) {
  /** Everything learns. */
  public static final Tuning FULL = new Tuning(ParameterPatterns.NONE, Optional.empty());

  private static final String WEIGHT = ".weight";

  /** All but some parameters learn. */
  public static Tuning without(ParameterPatterns frozen) {
    return new Tuning(frozen, Optional.empty());
  }

  /**
   * The adapters of a network; layers whose weight is to be frozen get none.
   *
   * @param shapes the network's parameters
   * @param stay names of those to be frozen
   * @throws TrainingException if a target is no layer
   */
  Optional<LowRankAdapters> adapters(Map<String, long[]> shapes, Set<String> stay) {
    return lora.map(settings -> {
      Map<String, long[]> linear = linear(shapes);
      Map<String, long[]> layers = new LinkedHashMap<>();
      for (String target : settings.targets()) {
        List<String> named = linear.keySet().stream().filter(name -> fits(target, name)).toList();
        if (named.isEmpty()) {
          throw new TrainingException(
              "no linear layer of this model is called %s; near are %s"
                  .formatted(target, NearNames.of(target, lastParts(linear.keySet()))));
        }
        named.stream()
            .filter(name -> !stay.contains(name + WEIGHT))
            .forEach(name -> layers.put(name, linear.get(name)));
      }
      if (layers.isEmpty()) {
        throw new TrainingException("all lora-targets are frozen, wanted some that are not");
      }
      return new LowRankAdapters(settings.rank(), settings.alpha(), layers);
    });
  }

  private static Map<String, long[]> linear(Map<String, long[]> shapes) {
    Map<String, long[]> linear = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> {
      if (shape.length == 2 && name.endsWith(WEIGHT) && !name.contains("embed_tokens")) {
        linear.put(name.substring(0, name.length() - WEIGHT.length()), shape);
      }
    });
    return linear;
  }

  private static boolean fits(String target, String layer) {
    return target.contains("*")
        ? ParameterPatterns.glob(target).asMatchPredicate().test(layer)
        : layer.matches("(.*\\.)?" + Pattern.quote(target));
  }

  private static Set<String> lastParts(Set<String> layers) {
    Set<String> last = new TreeSet<>();
    layers.forEach(layer -> last.add(layer.substring(layer.lastIndexOf('.') + 1)));
    return last;
  }
}
