package dev.hark.model;

import dev.hark.model.SafetensorsHeader.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A digest that tells checkpoints apart without reading them whole: SHA-256 over the configuration
 * files, every safetensors header and file size, and the first, middle and last 4 KiB of every
 * tensor (small tensors whole). Names and dates of files do not matter. Retraining moves all values
 * and so the key; an edit that stays between the sampled blocks does not.
 */
final class ContentKey {
  private static final String VERSION = "hark checkpoint 1";
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 3;

  private final MessageDigest digest;

  private ContentKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String of(ConfigFiles config, List<SafetensorsFile> files) {
    ContentKey key = new ContentKey();
    key.add(VERSION.getBytes(StandardCharsets.UTF_8));
    key.add(config.config());
    key.add(config.generation());
    key.add(config.processor());
    files.forEach(key::add);
    return HexFormat.of().formatHex(key.digest.digest());
  }

  /** Reads instead of touching the mapping: a page fault on a cold file fetches far more. */
  private void add(SafetensorsFile file) {
    add(file.header());
    add(file.size());
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      for (Entry entry : file.entries()) {
        sample(channel, file.dataAt() + entry.begin(), entry.end() - entry.begin());
      }
    } catch (IOException e) {
      throw new ModelException("%s cannot be read any more (%s)".formatted(file.path(), e), e);
    }
  }

  /** Every part is preceded by its length, so that parts cannot run into one another. */
  private void add(byte @Nullable [] part) {
    add(part == null ? -1 : part.length);
    if (part != null) {
      digest.update(part);
    }
  }

  private void add(long number) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      digest.update((byte) (number >>> shift));
    }
  }

  private void sample(FileChannel channel, long from, long size) throws IOException {
    if (size <= (long) BLOCK * BLOCKS) {
      update(channel, from, (int) size);
      return;
    }
    for (int i = 0; i < BLOCKS; i++) {
      update(channel, from + (size - BLOCK) * i / (BLOCKS - 1), BLOCK);
    }
  }

  private void update(FileChannel channel, long from, int size) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(size);
    while (block.hasRemaining()) {
      if (channel.read(block, from + block.position()) < 0) {
        throw new EOFException("it became shorter");
      }
    }
    digest.update(block.flip());
  }
}
