package dev.hark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recordings that arguments name: files, patterns, folders, and {@code -} for standard
 * input. What is named twice is taken once.
 */
final class Inputs {
  static final String STANDARD_INPUT = "-";

  private final List<Input> found = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private Inputs() {}

  /** The inputs in the order of the arguments, those of a folder or pattern in order of name. */
  static List<Input> find(List<String> arguments) {
    Inputs inputs = new Inputs();
    arguments.forEach(inputs::add);
    return inputs.found;
  }

  private void add(String argument) {
    if (argument.equals(STANDARD_INPUT)) {
      if (found.stream().noneMatch(Input::isStream)) {
        found.add(Input.standardInput());
      }
      return;
    }
    if (argument.matches("(?i)[a-z]{2,}://.*")) {
      found.add(
          Input.unusable(argument, "addresses are not fetched; download it and give the file"));
      return;
    }
    try {
      Path path = path(argument);
      if (path != null && Files.isDirectory(path)) {
        addFolder(path);
      } else if (path != null && Files.exists(path)) {
        add(Input.of(path));
      } else if (GlobPattern.isPattern(argument)) {
        addPattern(argument);
      } else {
        found.add(Input.unusable(argument, "no such file; check the path"));
      }
    } catch (InvalidPathException | IOException e) {
      found.add(Input.unusable(argument, "cannot be looked up: " + Failures.reason(e)));
    }
  }

  /** The path, or null if only a pattern can be meant. */
  private static @Nullable Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      if (GlobPattern.isPattern(argument)) {
        return null;
      }
      throw e;
    }
  }

  private void addFolder(Path folder) throws IOException {
    AudioFiles.Listing listing = AudioFiles.below(folder);
    for (Path file : listing.files()) {
      add(Input.below(folder, file));
    }
    for (Path unreadable : listing.unreadable()) {
      found.add(Input.unusable(unreadable.toString(), "cannot be listed; check its rights"));
    }
    if (listing.files().isEmpty() && listing.unreadable().isEmpty()) {
      found.add(Input.unusable(folder.toString(), "no audio file in this folder"));
    }
  }

  private void addPattern(String pattern) throws IOException {
    List<Path> matches = GlobPattern.of(pattern).files();
    if (matches.isEmpty()) {
      found.add(Input.unusable(pattern, "no file has a name like this"));
    }
    matches.forEach(file -> add(Input.of(file)));
  }

  private void add(Input input) {
    if (input.place().map(seen::add).orElse(true)) {
      found.add(input);
    }
  }
}
