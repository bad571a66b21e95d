package dev.hark.model;

import dev.hark.model.SafetensorsHeader.Entry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One mapped safetensors file. The mapping lives as long as the arena it was made in.
 *
 * @param header the JSON bytes, not to be changed
 * @param entries the header's entries, in the order of their data
 * @param tensors tensors under the names of the file, in the order of their data
 */
@SuppressWarnings("ArrayRecordComponent")
record SafetensorsFile(
    Path path, byte[] header, long size, List<Entry> entries, List<Tensor> tensors) {

  /** Where the data begins in the file. */
  long dataAt() {
    return Long.BYTES + (long) header.length;
  }

  /** Maps a file, however large, and checks its header. */
  static SafetensorsFile map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] header = header(file, channel, size);
      long dataAt = Long.BYTES + (long) header.length;
      SafetensorsHeader parsed = SafetensorsHeader.parse(file.toString(), header, size - dataAt);
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, size, arena);
      List<Tensor> tensors =
          parsed.entries().stream()
              .map(entry ->
                  new Tensor(
                      entry.name(),
                      entry.type(),
                      entry.shape(),
                      mapped.asSlice(dataAt + entry.begin(), entry.end() - entry.begin())))
              .toList();
      return new SafetensorsFile(file, header, size, parsed.entries(), tensors);
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be read (%s); check that the model folder is complete".formatted(file, e), e);
    }
  }

  private static byte[] header(Path file, FileChannel channel, long size) throws IOException {
    if (size < Long.BYTES) {
      throw new ModelException(
          "%s has %d bytes, a safetensors file has at least 8; download it again"
              .formatted(file, size));
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, length);
    long bytes = length.getLong(0);
    if (bytes < 0 || bytes > SafetensorsHeader.LARGEST_HEADER) {
      throw new ModelException(
          "%s announces a header of %s bytes, more than the %d of the format; is it a safetensors file?"
              .formatted(file, Long.toUnsignedString(bytes), SafetensorsHeader.LARGEST_HEADER));
    }
    if (bytes > size - Long.BYTES) {
      throw new ModelException(
          "%s announces a header of %d bytes, but only %d follow; the file is truncated, download it again"
              .formatted(file, bytes, size - Long.BYTES));
    }
    ByteBuffer header = ByteBuffer.allocate((int) bytes);
    fill(file, channel, header);
    return header.array();
  }

  private static void fill(Path file, FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new ModelException("%s became shorter while it was read".formatted(file));
      }
    }
  }
}
