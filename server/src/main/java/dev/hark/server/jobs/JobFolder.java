package dev.hark.server.jobs;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder with the recordings and the store of one server's jobs. One process at a time. */
final class JobFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lock;

  private JobFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** The configured folder, or the one that the desktop standard has for such data. */
  static Path path(ServerConfig config) {
    return config
        .optional(Setting.JOBS_DIR)
        .map(Path::of)
        .orElseGet(() ->
            Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
                .resolve("hark")
                .resolve("jobs"));
  }

  /**
   * Opens the folder, and makes it if it is not there.
   *
   * @throws IllegalArgumentException if another process uses it
   */
  static JobFolder open(Path root) throws IOException {
    Files.createDirectories(root.resolve("uploads"));
    Files.createDirectories(root.resolve("incoming"));
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return new JobFolder(root, channel);
      }
    } catch (OverlappingFileLockException e) {
      // this process has it
    }
    channel.close();
    throw new IllegalArgumentException(
        "jobs-dir: %s is used by another server, wanted a folder of its own".formatted(root));
  }

  Path store() {
    return root.resolve("jobs.db");
  }

  /** Where uploads grow; what is here when the server starts belongs to nobody. */
  Path incoming() {
    return root.resolve("incoming");
  }

  /** The recording of a job. */
  Path recording(String id) {
    return root.resolve("uploads").resolve(id);
  }

  /** Bytes that may still be written. */
  long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  /** Takes an uploaded file over; it is on the disk for good when this returns. */
  void keep(Path upload, String id) throws IOException {
    sync(upload, StandardOpenOption.WRITE);
    Files.move(upload, recording(id), StandardCopyOption.ATOMIC_MOVE);
    sync(root.resolve("uploads"), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** Deletes a recording. */
  void delete(String id) {
    try {
      Files.deleteIfExists(recording(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what belongs to no job, such as an upload that was broken off. */
  void sweep(Set<String> ids) throws IOException {
    for (Path file : files(incoming())) {
      Files.delete(file);
    }
    for (Path file : files(root.resolve("uploads"))) {
      if (!ids.contains(String.valueOf(file.getFileName()))) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
