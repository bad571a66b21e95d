package dev.hark.model.hub;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes from the cache. Links are deleted, never followed. */
final class CacheRemoval {
  private final Path repository;

  /**
   * @param repository folder of all revisions of a model
   */
  CacheRemoval(Path repository) {
    this.repository = repository;
  }

  /** Deletes every revision. Returns the bytes that got free. */
  long removeAll() throws IOException {
    long before = usedBytes();
    delete(repository);
    return before;
  }

  /**
   * Deletes one snapshot, the revisions that lead to it, and the blobs no other snapshot shows.
   * Returns the bytes that got free.
   */
  long remove(Path snapshot) throws IOException {
    long before = usedBytes();
    String commit = snapshot.getFileName().toString();
    for (Path ref : ModelCache.files(repository.resolve("refs"))) {
      if (Files.readString(ref).strip().equals(commit)) {
        Files.delete(ref);
      }
    }
    delete(snapshot);
    Set<Object> shown = new HashSet<>();
    for (Path file : ModelCache.files(repository.resolve("snapshots"))) {
      if (Files.exists(file)) {
        shown.add(identity(file));
      }
    }
    if (shown.isEmpty()) {
      delete(repository);
      return before;
    }
    for (Path blob : ModelCache.files(repository.resolve("blobs"))) {
      if (!shown.contains(identity(blob))) {
        Files.delete(blob);
      }
    }
    return before - usedBytes();
  }

  /** Bytes of the model's files; a file with several links counts once. */
  private long usedBytes() throws IOException {
    Set<Object> counted = new HashSet<>();
    long bytes = 0;
    for (String folder : List.of("blobs", "snapshots")) {
      for (Path file : ModelCache.files(repository.resolve(folder))) {
        if (Files.isRegularFile(file) && counted.add(identity(file))) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes;
  }

  /** What two paths share if they are the same file, be it by symbolic or by hard link. */
  private static Object identity(Path file) throws IOException {
    Path real = file.toRealPath();
    Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    return key == null ? real : key;
  }

  private void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
