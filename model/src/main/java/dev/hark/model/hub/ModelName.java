package dev.hark.model.hub;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The name of a model on a hub.
 *
 * @param organization who published it, such as {@code Qwen}
 * @param name its name, such as {@code Qwen3-ASR-0.6B}
 * @param revision branch, tag or commit; empty for the default branch
 */
public record ModelName(String organization, String name, String revision) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");
  private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

  private static final Map<String, String> ALIASES =
      new TreeMap<>(
          Map.of(
              "qwen3-asr-0.6b", "Qwen/Qwen3-ASR-0.6B",
              "qwen3-asr-1.7b", "Qwen/Qwen3-ASR-1.7B",
              "qwen3-forced-aligner-0.6b", "Qwen/Qwen3-ForcedAligner-0.6B",
              "qwen3-0.6b", "Qwen/Qwen3-0.6B",
              "qwen3-1.7b", "Qwen/Qwen3-1.7B"));

  public ModelName {
    if (!valid(PART, organization) || !valid(PART, name)) {
      throw new IllegalArgumentException(
          "model name: got \"%s/%s\"; wanted organization/name of letters, digits, '.', '_' and '-'"
              .formatted(organization, name));
    }
    if (!revision.isEmpty()
        && (!valid(REVISION, revision) || revision.contains("//") || revision.endsWith("/"))) {
      throw new IllegalArgumentException(
          "model revision: got \"" + revision + "\"; wanted a branch, a tag or a commit");
    }
  }

  private static boolean valid(Pattern pattern, String text) {
    return pattern.matcher(text).matches()
        && !text.contains("..")
        && !text.contains("--")
        && !text.endsWith(".")
        && !text.endsWith("-");
  }

  /**
   * Reads an alias such as {@code qwen3-asr-0.6b}, or {@code organization/name}, either with
   * {@code @revision} after it.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static ModelName parse(String text) {
    int at = text.indexOf('@');
    String path = at < 0 ? text : text.substring(0, at);
    String revision = at < 0 ? "" : text.substring(at + 1);
    if (at >= 0 && revision.isEmpty()) {
      throw new IllegalArgumentException(
          "model name: got \"" + text + "\"; wanted a revision after '@'");
    }
    String repository = ALIASES.getOrDefault(path.toLowerCase(Locale.ROOT), path);
    int slash = repository.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "model name: got \"%s\"; wanted organization/name or one of %s"
              .formatted(path, String.join(", ", ALIASES.keySet())));
    }
    return new ModelName(repository.substring(0, slash), repository.substring(slash + 1), revision);
  }

  /** The short names of well-known models and what each stands for. */
  public static Map<String, String> aliases() {
    return Map.copyOf(ALIASES);
  }

  /** {@code organization/name}. */
  public String repository() {
    return organization + "/" + name;
  }

  @Override
  public String toString() {
    return revision.isEmpty() ? repository() : repository() + "@" + revision;
  }
}
