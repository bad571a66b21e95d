package dev.hark.engine.graph;

/**
 * Symmetric quantisation of weights in blocks: a block of consecutive weights shares one scale, and
 * a weight is {@code (q - zeroPoint) * scale} with zero point 128 (8 bits) or 8 (4 bits).
 */
final class BlockQuantizer {
  private static final int Q4_CANDIDATES = 9;

  private BlockQuantizer() {}

  /**
   * Quantises one row to 8 bits.
   *
   * @param quantized receives one byte a weight, zero-padded blocks of {@code blockSize}
   * @param scales receives one scale a block
   */
  static void row8(
      float[] row,
      int from,
      int inputs,
      int blockSize,
      byte[] quantized,
      int at,
      float[] scales,
      int scaleAt) {
    for (int start = 0; start < inputs; start += blockSize) {
      int end = Math.min(inputs, start + blockSize);
      float largest = 0;
      for (int i = start; i < end; i++) {
        largest = Math.max(largest, Math.abs(row[from + i]));
      }
      float scale = largest / 127;
      float inverse = scale == 0 ? 0 : 1 / scale;
      for (int i = start; i < end; i++) {
        quantized[at + i] = (byte) (Math.round(row[from + i] * inverse) + 128);
      }
      for (int i = end; i < start + blockSize; i++) {
        quantized[at + i] = (byte) 128;
      }
      scales[scaleAt + start / blockSize] = scale;
    }
  }

  /**
   * Quantises one row to 4 bits, two weights a byte with the earlier in the low half. Of several
   * scales the one with the least squared error is taken.
   */
  static void row4(
      float[] row,
      int from,
      int inputs,
      int blockSize,
      byte[] quantized,
      int at,
      float[] scales,
      int scaleAt) {
    for (int start = 0; start < inputs; start += blockSize) {
      int end = Math.min(inputs, start + blockSize);
      float extreme = 0;
      for (int i = start; i < end; i++) {
        if (Math.abs(row[from + i]) > Math.abs(extreme)) {
          extreme = row[from + i];
        }
      }
      float scale = bestScale4(row, from + start, from + end, extreme / -8);
      float inverse = scale == 0 ? 0 : 1 / scale;
      for (int i = start; i < start + blockSize; i += 2) {
        int low = i < end ? level4(row[from + i], inverse) : 8;
        int high = i + 1 < end ? level4(row[from + i + 1], inverse) : 8;
        quantized[at + i / 2] = (byte) (low | high << 4);
      }
      scales[scaleAt + start / blockSize] = scale;
    }
  }

  private static float bestScale4(float[] row, int from, int to, float widest) {
    if (widest == 0) {
      return 0;
    }
    float best = widest;
    double least = Double.MAX_VALUE;
    for (int candidate = 0; candidate < Q4_CANDIDATES; candidate++) {
      float scale = widest * (1 - 0.04f * candidate);
      float inverse = 1 / scale;
      double error = 0;
      for (int i = from; i < to; i++) {
        double difference = row[i] - (level4(row[i], inverse) - 8) * scale;
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
