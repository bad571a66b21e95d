package dev.hark.engine.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The list of a compiled folder's files with size and CRC-32C, one {@code checksum size name} a
 * line. It is written last, so a folder without it is unfinished; one with files that it does not
 * list is damaged.
 */
final class Manifest {
  private static final String FILE = "manifest.txt";
  private static final int BUFFER_BYTES = 1 << 20;

  private Manifest() {}

  static void write(Path directory) throws IOException {
    List<String> lines;
    try (Stream<Path> files = Files.list(directory)) {
      lines = files.sorted().map(Manifest::line).toList();
    }
    Path file = directory.resolve(FILE);
    Files.write(file, lines);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Whether every file is there and has the content it was written with. */
  static boolean matches(Path directory) {
    try {
      List<String> lines = Files.readAllLines(directory.resolve(FILE));
      return lines.size() == files(directory)
          && lines.parallelStream()
              .allMatch(line -> {
                String[] parts = line.split(" ", 3);
                return parts.length == 3 && line(directory.resolve(parts[2])).equals(line);
              });
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return false;
    }
  }

  /** How many files there are to list; hidden ones belong to others. */
  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith(".") && !name.equals(FILE))
          .count();
    }
  }

  private static String line(Path file) {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      while (channel.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
      return "%08x %d %s".formatted(checksum.getValue(), size, file.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
