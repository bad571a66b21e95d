package dev.hark.engine.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that holds a graph's large tensors, each at a page boundary so that it can be mapped.
 */
final class WeightFile implements AutoCloseable {
  private static final int ALIGNMENT_BYTES = 4096;

  private final Path file;
  private final FileChannel channel;
  private long size;

  private WeightFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static WeightFile create(Path file) throws IOException {
    return new WeightFile(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  String fileName() {
    return String.valueOf(file.getFileName());
  }

  /** Appends a tensor's bytes and returns where they start. */
  long append(ByteBuffer bytes) {
    long offset = reserve(bytes.remaining());
    write(offset, bytes);
    return offset;
  }

  /** Makes room for a tensor, to be filled by {@link #write}, and returns where it starts. */
  long reserve(long length) {
    long offset = (size + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    size = offset + length;
    return offset;
  }

  /** Writes bytes to a place that was reserved; any thread may. */
  void write(long offset, ByteBuffer bytes) {
    try {
      long position = offset;
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.force(true);
    channel.close();
  }
}
