package dev.hark.engine.graph;

import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Rounds the keys and values of one prompt to 8 bits with a step for each of a head's dimensions.
 * The range is twice what the prompt needs, and at least four times the head's root mean square, to
 * have room for what is generated after it; beyond, it is cut off.
 */
final class KvRounding {
  private static final float ROOM = 2;
  private static final float LEAST_RANGE = 4;
  private static final float LARGEST = 127;
  private static final int ZERO = 128;

  private final int size;
  private final int tokens;
  private final float[] row; // [size], a token's values
  private final int[] codes; // [size]
  private final byte[] rounded; // [size]

  KvRounding(TextDecoderConfig config, int tokens) {
    this.size = config.headDim();
    this.tokens = tokens;
    this.row = new float[size];
    this.codes = new int[size];
    this.rounded = new byte[size];
  }

  /**
   * Rounds a head's keys. Dimensions that are rotated together have one step, since attention
   * rotates after it has multiplied.
   *
   * @param floats {@code [tokens, headDim]}
   * @param bytes where they go, {@code [tokens, headDim]}
   * @return steps {@code [headDim]}
   */
  float[] keys(ByteBuffer floats, ByteBuffer bytes) {
    FloatBuffer keys = floats.order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] range = range(keys);
    int half = size / 2;
    for (int i = 0; i < half; i++) {
      range[i] = Math.max(range[i], range[i + half]);
      range[i + half] = range[i];
    }
    return round(range, keys, bytes);
  }

  /** Rounds a head's values; the same otherwise. */
  float[] values(ByteBuffer floats, ByteBuffer bytes) {
    FloatBuffer values = floats.order(ByteOrder.nativeOrder()).asFloatBuffer();
    return round(range(values), values, bytes);
  }

  private float[] range(FloatBuffer floats) {
    float[] range = new float[size];
    float[] squares = new float[size];
    for (int token = 0; token < tokens; token++) {
      floats.get(token * size, row);
      enlarge(range, row);
      addSquares(squares, row);
    }
    double sum = 0;
    for (float square : squares) {
      sum += square;
    }
    float least = LEAST_RANGE * (float) Math.sqrt(sum / (tokens * size));
    for (int i = 0; i < size; i++) {
      range[i] = Math.max(ROOM * range[i], Math.max(least, Float.MIN_NORMAL * LARGEST));
    }
    return range;
  }

  private float[] round(float[] range, FloatBuffer floats, ByteBuffer bytes) {
    float[] steps = new float[size];
    float[] inverse = new float[size];
    for (int i = 0; i < size; i++) {
      steps[i] = range[i] / LARGEST;
      inverse[i] = 1 / steps[i];
    }
    for (int token = 0; token < tokens; token++) {
      floats.get(token * size, row);
      round(row, inverse, codes);
      narrow(codes, rounded);
      bytes.put(token * size, rounded);
    }
    return steps;
  }

  // The compiler makes vector instructions of loops as plain as these, and of no others.

  private static void enlarge(float[] range, float[] row) {
    for (int i = 0; i < row.length; i++) {
      range[i] = Math.max(range[i], Math.abs(row[i]));
    }
  }

  private static void addSquares(float[] squares, float[] row) {
    for (int i = 0; i < row.length; i++) {
      squares[i] += row[i] * row[i];
    }
  }

  /** To the nearest; a cast would go towards zero, so it is done above zero. */
  private static void round(float[] row, float[] inverse, int[] codes) {
    for (int i = 0; i < row.length; i++) {
      codes[i] = (int) (row[i] * inverse[i] + (ZERO + 0.5f)) - ZERO;
    }
  }

  private static void narrow(int[] codes, byte[] rounded) {
    for (int i = 0; i < codes.length; i++) {
      rounded[i] = (byte) codes[i];
    }
  }
}
