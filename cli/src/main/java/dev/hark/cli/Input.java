package dev.hark.cli;

import dev.hark.audio.AudioSource;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One recording that the command line names, or the reason why it names none.
 *
 * @param name what to call it in messages
 * @param file the file; null for standard input
 * @param folder where below the output folder its results go; empty for the output folder itself
 * @param problem why there is nothing to transcribe, empty if there is
 */
record Input(String name, @Nullable Path file, Path folder, String problem) {
  private static final Path HERE = Path.of("");

  static Input standardInput() {
    return new Input("standard input", null, HERE, "");
  }

  static Input of(Path file) {
    return new Input(OneLine.of(file.toString()), file, HERE, "");
  }

  /** A file found below a folder; its results keep their place below the output folder. */
  static Input below(Path root, Path file) {
    Path folder = root.relativize(file).getParent();
    return new Input(OneLine.of(file.toString()), file, folder == null ? HERE : folder, "");
  }

  static Input unusable(String name, String problem) {
    return new Input(OneLine.of(name), null, HERE, problem);
  }

  /** Whether it is standard input. */
  boolean isStream() {
    return usable() && file == null;
  }

  /** Where its file is, in the one way to say so. */
  Optional<Path> place() {
    return Optional.ofNullable(file).map(path -> path.toAbsolutePath().normalize());
  }

  /** What to read. */
  AudioSource source() {
    return file == null ? AudioSource.of(System.in, name) : AudioSource.of(file);
  }

  boolean usable() {
    return problem.isEmpty();
  }

  /** File name without its extension; {@code stdin} for standard input. */
  String stem() {
    String full = fileName();
    int dot = full.lastIndexOf('.');
    return dot > 0 ? full.substring(0, dot) : full;
  }

  String fileName() {
    return file == null ? "stdin" : String.valueOf(file.getFileName());
  }
}
