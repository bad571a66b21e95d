package dev.hark.model;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A digest that tells checkpoints apart without reading them whole: SHA-256 over the configuration
 * files, every safetensors header and file size, and the first, middle and last 4 KiB of every
 * tensor (small tensors whole). More blocks would cost seconds on a cold disk. Names and dates of
 * files do not matter. Retraining moves all values and so the key; an edit that stays between the
 * sampled blocks does not.
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

  static String of(ConfigFiles config, List<SafetensorsFile> files, Collection<Tensor> tensors) {
    ContentKey key = new ContentKey();
    key.add(VERSION.getBytes(StandardCharsets.UTF_8));
    key.add(config.config());
    key.add(config.generation());
    key.add(config.processor());
    for (SafetensorsFile file : files) {
      key.add(file.header());
      key.add(file.size());
    }
    for (Tensor tensor : tensors) {
      key.add(tensor.name().getBytes(StandardCharsets.UTF_8));
      key.sample(tensor.segment());
    }
    return HexFormat.of().formatHex(key.digest.digest());
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

  private void sample(MemorySegment data) {
    long size = data.byteSize();
    add(size);
    if (size <= (long) BLOCK * BLOCKS) {
      digest.update(data.asByteBuffer());
      return;
    }
    for (int i = 0; i < BLOCKS; i++) {
      long at = (size - BLOCK) / (BLOCKS - 1) * i;
      long from = i == BLOCKS - 1 ? size - BLOCK : at;
      digest.update(data.asSlice(from, BLOCK).asByteBuffer());
    }
  }
}
