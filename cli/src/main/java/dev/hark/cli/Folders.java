package dev.hark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks whether folders can be used and have room. */
final class Folders {
  private static final long WANTED_BYTES = 4_000_000_000L;

  private Folders() {}

  /** The folder of compiled models, without which nothing runs. */
  static Finding compiledModels(Path folder) {
    return look("cache", folder, "name another folder with HARK_CACHE", true);
  }

  /** The folder of downloaded models, which may be missing or read-only. */
  static Finding downloads(Path folder) {
    return look("downloads", folder, "name another folder with HF_HUB_CACHE", false);
  }

  private static Finding look(String subject, Path folder, String advice, boolean needed) {
    try {
      Path existing = folder.toAbsolutePath();
      while (existing.getParent() != null && Files.notExists(existing)) {
        existing = existing.getParent();
      }
      if (!Files.isDirectory(existing)) {
        return Finding.bad(subject, "%s: %s is no folder; %s".formatted(folder, existing, advice));
      }
      if (!writable(existing)) {
        String problem = "%s cannot be written; %s".formatted(folder, advice);
        return needed ? Finding.bad(subject, problem) : Finding.warn(subject, problem);
      }
      long free = Files.getFileStore(existing).getUsableSpace();
      String detail =
          "%s, %s in it, %s free"
              .formatted(
                  folder,
                  Files.isDirectory(folder) ? Sizes.of(size(folder)) : "nothing",
                  Sizes.of(free));
      return free < WANTED_BYTES
          ? Finding.warn(subject, detail + "; a model needs up to " + Sizes.of(WANTED_BYTES))
          : Finding.ok(subject, detail);
    } catch (IOException | UncheckedIOException e) {
      return Finding.bad(subject, "%s: %s".formatted(folder, Failures.reason(e)));
    }
  }

  private static boolean writable(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".hark", ".doctor"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
