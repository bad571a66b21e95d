package dev.hark.model;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a head on the audio encoder tells apart.
 *
 * @param name of the head, such as "lid"
 * @param kind whether it judges clips or tokens
 * @param labels of a head for clips the classes, of which one holds; of a head for tokens
 *     properties that each hold or not
 * @param width of the hidden layer
 */
public record HeadConfig(String name, Kind kind, List<String> labels, int width) {
  /** Language identification: English names of languages, and "None" for no speech. */
  public static final String LANGUAGE = "lid";

  /** Voice activity of every token; one label. */
  public static final String VOICE_ACTIVITY = "vad";

  /** How something is said or by whom; the labels are those of the data. */
  public static final String STYLE = "style";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final int MOST_LABELS = 10_000;
  private static final int WIDEST = 8_192;

  /** What is judged. */
  public enum Kind {
    /** A whole clip. */
    CLIP,
    /** Every audio token by itself. */
    TOKEN
  }

  public HeadConfig {
    labels = List.copyOf(labels);
    if (!NAME.matcher(name).matches()) {
      throw new ModelException(
          "head name \"%s\", wanted lower-case letters, digits and _".formatted(name));
    }
    if (labels.isEmpty()
        || labels.size() > MOST_LABELS
        || labels.stream().anyMatch(String::isBlank)
        || new HashSet<>(labels).size() < labels.size()) {
      throw new ModelException(
          "head %s has %d labels, wanted 1 to %d, none blank and none twice"
              .formatted(name, labels.size(), MOST_LABELS));
    }
    if (isMisused(name, kind, labels)) {
      throw new ModelException(
          "head %s is of kind %s with %d labels, wanted lid and style for clips, vad for tokens with one label"
              .formatted(name, kind.name().toLowerCase(Locale.ROOT), labels.size()));
    }
    if (width < 1 || width > WIDEST) {
      throw new ModelException(
          "head %s has width %d, wanted 1 to %d".formatted(name, width, WIDEST));
    }
  }

  private static boolean isMisused(String name, Kind kind, List<String> labels) {
    return switch (name) {
      case LANGUAGE, STYLE -> kind != Kind.CLIP;
      case VOICE_ACTIVITY -> kind != Kind.TOKEN || labels.size() != 1;
      default -> false;
    };
  }
}
