package dev.hark.engine.graph;

import java.util.Arrays;

/**
 * Symmetric quantisation of weights in blocks: a block of consecutive weights shares one scale, and
 * a weight is {@code (q - zeroPoint) * scale} with zero point 128 (8 bits) or 8 (4 bits).
 */
final class BlockQuantizer {
  private static final int Q4_CANDIDATES = 9;

  private BlockQuantizer() {}

  /** Weights {@code [from, from + count)} of an array. */
  @SuppressWarnings("ArrayRecordComponent") // a view, never compared
  record Row(float[] weights, int from, int count) {}

  /**
   * Quantises one row.
   *
   * @param bits 8, or 4 with two weights a byte, the earlier in the low half
   * @param quantized receives, from {@code at} on, whole blocks; the last is padded with zeros
   * @param scales receives, from {@code scaleAt} on, one scale a block
   */
  static void quantize(
      Row row, int bits, int block, byte[] quantized, int at, float[] scales, int scaleAt) {
    int blockBytes = block * bits / 8;
    for (int start = 0, i = 0; start < row.count; start += block, i++) {
      Row part = new Row(row.weights, row.from + start, Math.min(block, row.count - start));
      int blockAt = at + i * blockBytes;
      scales[scaleAt + i] =
          bits == 8
              ? block8(part, block, quantized, blockAt)
              : block4(part, block, quantized, blockAt);
    }
  }

  private static float block8(Row row, int block, byte[] quantized, int at) {
    float largest = 0;
    for (int i = 0; i < row.count; i++) {
      largest = Math.max(largest, Math.abs(row.weights[row.from + i]));
    }
    float scale = largest / 127;
    float inverse = scale == 0 ? 0 : 1 / scale;
    for (int i = 0; i < row.count; i++) {
      quantized[at + i] = (byte) (Math.round(row.weights[row.from + i] * inverse) + 128);
    }
    Arrays.fill(quantized, at + row.count, at + block, (byte) 128);
    return scale;
  }

  /** Of several scales, takes the one with the least squared error. */
  private static float block4(Row row, int block, byte[] quantized, int at) {
    float extreme = 0;
    for (int i = 0; i < row.count; i++) {
      if (Math.abs(row.weights[row.from + i]) > Math.abs(extreme)) {
        extreme = row.weights[row.from + i];
      }
    }
    float scale = bestScale4(row, extreme / -8);
    float inverse = scale == 0 ? 0 : 1 / scale;
    for (int i = 0; i < block; i += 2) {
      int low = i < row.count ? level4(row.weights[row.from + i], inverse) : 8;
      int high = i + 1 < row.count ? level4(row.weights[row.from + i + 1], inverse) : 8;
      quantized[at + i / 2] = (byte) (low | high << 4);
    }
    return scale;
  }

  private static float bestScale4(Row row, float widest) {
    if (widest == 0) {
      return 0;
    }
    float best = widest;
    double least = Double.MAX_VALUE;
    for (int candidate = 0; candidate < Q4_CANDIDATES; candidate++) {
      float scale = widest * (1 - 0.04f * candidate);
      float inverse = 1 / scale;
      double error = 0;
      for (int i = row.from; i < row.from + row.count; i++) {
        double difference = row.weights[i] - (level4(row.weights[i], inverse) - 8) * scale;
        error += difference * difference;
      }
      if (error < least) {
        least = error;
        best = scale;
      }
    }
    return best;
  }

  private static int level4(float weight, float inverse) {
    return Math.clamp(Math.round(weight * inverse) + 8, 0, 15);
  }
}
