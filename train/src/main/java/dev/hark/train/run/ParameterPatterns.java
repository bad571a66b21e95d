package dev.hark.train.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parameters chosen by name. Each pattern is a part of the network ({@code encoder}, {@code
 * projector}, {@code decoder}, {@code heads}: those that exist for training alone), or a name in
 * which {@code *} stands for any letters and {@code ?} for one, such as {@code
 * model.audio_tower.layers.0.*}.
 */
public record ParameterPatterns(List<String> patterns) {
  /** Chooses nothing. */
  public static final ParameterPatterns NONE = new ParameterPatterns(List.of());

  /** A part of the network, by what its parameters' names begin with. */
  private enum Part {
    ENCODER,
    PROJECTOR,
    DECODER,
    HEADS;

    private boolean has(String name) {
      return switch (this) {
        case ENCODER -> name.startsWith("model.audio_tower.");
        case PROJECTOR -> name.startsWith("model.multi_modal_projector.");
        case DECODER ->
            name.startsWith("model.language_model.")
                || name.startsWith("lm_head.")
                || name.startsWith("score.");
        case HEADS -> !ENCODER.has(name) && !PROJECTOR.has(name) && !DECODER.has(name);
      };
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ParameterPatterns {
    patterns = List.copyOf(patterns);
  }

  /** Reads patterns with commas between them. */
  public static ParameterPatterns parse(String list) {
    List<String> patterns = List.of(list.split(",", -1));
    if (patterns.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "\"%s\" has an empty part, wanted encoder, projector, decoder, heads or names of parameters"
              .formatted(list));
    }
    return new ParameterPatterns(patterns);
  }

  /**
   * The names that are chosen.
   *
   * @throws TrainingException if a pattern chooses none
   */
  public Set<String> of(Set<String> names) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String pattern : patterns) {
      List<String> matching = names.stream().filter(matcher(pattern)).toList();
      if (matching.isEmpty()) {
        throw new TrainingException(
            "no parameter of this model is called %s; near are %s"
                .formatted(pattern, NearNames.of(pattern, wholeAndParts(names))));
      }
      chosen.addAll(matching);
    }
    return chosen;
  }

  private static Predicate<String> matcher(String pattern) {
    for (Part part : Part.values()) {
      if (part.label().equals(pattern)) {
        return part::has;
      }
    }
    return glob(pattern).asMatchPredicate();
  }

  /** A pattern of whole names, {@code *} and {@code ?} meaning any letters and any letter. */
  static Pattern glob(String pattern) {
    return Pattern.compile(
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining()));
  }

  /** The parts that there are, the names, and what names begin with up to a dot. */
  private static Set<String> wholeAndParts(Set<String> names) {
    Set<String> all = new TreeSet<>();
    for (Part part : Part.values()) {
      if (names.stream().anyMatch(part::has)) {
        all.add(part.label());
      }
    }
    for (String name : names) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        all.add(name.substring(0, dot) + ".*");
      }
      all.add(name);
    }
    return all;
  }
}
