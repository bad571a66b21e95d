package dev.hark.train.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest of a mixture.
 *
 * @param weight of as many examples as the weights add up to, so many are from here
 */
public record WeightedManifest(Path manifest, int weight) {
  private static final Pattern WEIGHT = Pattern.compile("(.+):([0-9]{1,4})");

  public WeightedManifest {
    if (weight < 1 || weight > 1000) {
      throw new IllegalArgumentException(
          "weight of %s is %d, wanted 1 to 1000".formatted(manifest, weight));
    }
  }

  /** Reads {@code a.jsonl:3,b.jsonl:1}; a manifest without a number weighs 1. */
  public static List<WeightedManifest> parse(String mixture) {
    List<WeightedManifest> manifests = new ArrayList<>();
    for (String part : mixture.split(",", -1)) {
      if (part.isBlank()) {
        throw new IllegalArgumentException(
            "\"" + mixture + "\" has an empty part, wanted MANIFEST[:WEIGHT],...");
      }
      Matcher weighted = WEIGHT.matcher(part);
      manifests.add(
          weighted.matches()
              ? new WeightedManifest(
                  Path.of(weighted.group(1)), Integer.parseInt(weighted.group(2)))
              : new WeightedManifest(Path.of(part), 1));
    }
    return List.copyOf(manifests);
  }
}
