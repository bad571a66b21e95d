package dev.hark.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A pattern of file names such as {@code calls/2024-??.wav}, for shells that leave patterns alone
 * and arguments in quotes. As in a shell, hidden files match only where the pattern says so.
 */
final class GlobPattern {
  private static final String SPECIAL = "*?[{";

  private final Path base;
  private final List<PathMatcher> matchers;
  private final boolean hidden;
  private final int depth;

  private GlobPattern(Path base, String pattern) {
    this.base = base;
    this.hidden = pattern.startsWith(".") || pattern.contains("/.");
    this.depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/").length;
    // In a shell "**/" also stands for no folder at all.
    this.matchers =
        pattern.contains("**/")
            ? List.of(matcher(pattern), matcher(pattern.replace("**/", "")))
            : List.of(matcher(pattern));
  }

  private static PathMatcher matcher(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** The pattern of a text; what stands before the first special character's folder is fixed. */
  static GlobPattern of(String text) {
    int special = 0;
    while (special < text.length() && SPECIAL.indexOf(text.charAt(special)) < 0) {
      special++;
    }
    int slash = text.lastIndexOf('/', special);
    String folder = slash < 0 ? "" : text.substring(0, slash + 1);
    return new GlobPattern(Path.of(folder), text.substring(slash + 1));
  }

  /** The files it fits, in order of name. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Path start = base.toString().isEmpty() ? Path.of(".") : base;
    Files.walkFileTree(
        start,
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return hidden || folder.equals(start) || !AudioFiles.isHidden(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path relative = start.relativize(file);
            if ((hidden || !AudioFiles.isHidden(file))
                && Files.isRegularFile(file)
                && matchers.stream().anyMatch(matcher -> matcher.matches(relative))) {
              files.add(base.resolve(relative));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
