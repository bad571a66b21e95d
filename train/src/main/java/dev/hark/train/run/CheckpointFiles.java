package dev.hark.train.run;

import dev.hark.train.torch.Parameters;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The state of a run in a folder, one file a checkpoint: a line of text that says what was being
 * trained, the number of steps done, the trained parameters and both moments of the optimiser, and
 * a checksum. A file appears whole or not at all; the two newest are kept. All chance of a run
 * comes from its seed and the position in the data, which is the number of steps, so there is no
 * other state.
 */
final class CheckpointFiles {
  private static final int MAGIC = 0x4B524148; // "HARK"
  private static final int KEPT = 2;
  private static final long SLICE = 1 << 30;
  private static final String SUFFIX = ".state";

  private final Path folder;

  CheckpointFiles(Path folder) {
    this.folder = folder;
  }

  /** Saves the state after a number of steps. */
  void save(int stepsDone, String identity, Parameters parameters, AdamW optimizer) {
    Path file = folder.resolve("step-%08d%s".formatted(stepsDone, SUFFIX));
    Path aside = folder.resolve("unfinished" + SUFFIX + ".tmp");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        CRC32C sum = new CRC32C();
        byte[] text = identity.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head =
            ByteBuffer.allocate(12 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(stepsDone)
                .putInt(text.length)
                .put(text)
                .flip();
        write(channel, head, sum);
        for (MemorySegment part : parts(parameters, optimizer)) {
          for (MemorySegment slice : slices(part)) {
            write(channel, slice.asByteBuffer(), sum);
          }
        }
        ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        write(channel, tail.putLong(sum.getValue()).flip(), new CRC32C());
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      List<Path> files = files();
      for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
        Files.delete(old);
      }
    } catch (IOException e) {
      deleteQuietly(aside);
      throw new TrainingException(
          "%s cannot be written (%s); the checkpoints before it are kept, make room and go on with --resume"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is overwritten by the next checkpoint.
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, CRC32C sum) throws IOException {
    sum.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Loads the newest checkpoint that is whole.
   *
   * @return the number of steps done, or empty if there is no checkpoint
   * @throws TrainingException if there are checkpoints but of another run, or all are damaged
   */
  Optional<Integer> load(String identity, Parameters parameters, AdamW optimizer) {
    List<Path> files = files();
    for (Path file : files.reversed()) {
      Optional<Integer> steps = load(file, identity, parameters, optimizer);
      if (steps.isPresent()) {
        return steps;
      }
    }
    if (!files.isEmpty()) {
      throw new TrainingException(
          "all %d checkpoints in %s are damaged; start in another folder"
              .formatted(files.size(), folder));
    }
    return Optional.empty();
  }

  /** Empty if the file is damaged. */
  private static Optional<Integer> load(
      Path file, String identity, Parameters parameters, AdamW optimizer) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long states = 3 * parameters.values().byteSize();
      CRC32C sum = new CRC32C();
      ByteBuffer head = read(channel, ByteBuffer.allocate(12), sum);
      if (head.getInt() != MAGIC) {
        return Optional.empty();
      }
      int steps = head.getInt();
      int length = head.getInt();
      if (length < 0 || length > channel.size()) {
        return Optional.empty();
      }
      ByteBuffer text = read(channel, ByteBuffer.allocate(length), sum);
      String found = StandardCharsets.UTF_8.decode(text).toString();
      if (!found.equals(identity)) {
        throw new TrainingException(
            "%s belongs to another run: got %s, wanted %s; use the same settings or another folder"
                .formatted(file, found, identity));
      }
      if (channel.size() != 12 + length + states + 8) {
        return Optional.empty();
      }
      for (MemorySegment part : parts(parameters, optimizer)) {
        for (MemorySegment slice : slices(part)) {
          read(channel, slice.asByteBuffer(), sum);
        }
      }
      ByteBuffer tail = read(channel, ByteBuffer.allocate(8), new CRC32C());
      return tail.getLong() == sum.getValue() ? Optional.of(steps) : Optional.empty();
    } catch (IOException e) {
      throw new TrainingException("%s cannot be read (%s)".formatted(file, e), e);
    }
  }

  private static ByteBuffer read(FileChannel channel, ByteBuffer into, CRC32C sum)
      throws IOException {
    into.order(ByteOrder.LITTLE_ENDIAN);
    while (into.hasRemaining() && channel.read(into) >= 0) {
      // reads on
    }
    into.flip();
    sum.update(into.duplicate());
    return into;
  }

  private static List<MemorySegment> parts(Parameters parameters, AdamW optimizer) {
    return List.of(parameters.values(), optimizer.first(), optimizer.second());
  }

  /** A buffer holds at most 2 GiB. */
  private static List<MemorySegment> slices(MemorySegment memory) {
    List<MemorySegment> slices = new ArrayList<>();
    for (long at = 0; at < memory.byteSize(); at += SLICE) {
      slices.add(memory.asSlice(at, Math.min(SLICE, memory.byteSize() - at)));
    }
    return slices;
  }

  /** Whole checkpoints, oldest first. */
  List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(Path::getFileName))
          .toList();
    } catch (IOException e) {
      throw new TrainingException("%s cannot be read (%s)".formatted(folder, e), e);
    }
  }
}
