package dev.hark.engine.graph;

import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rounds the keys and values of one prompt to 8 bits with a step for each of a head's dimensions.
 * The range is twice what the prompt needs, and at least four times the head's root mean square, to
 * have room for what is generated after it; beyond, it is cut off.
 */
final class KvRounding {
  private static final float ROOM = 2;
  private static final float LEAST_RANGE = 4;
  private static final float LARGEST = 127;

  private final int size;
  private final int tokens;
  private final float[] values; // [tokens, size]
  private final byte[] rounded; // [tokens, size]

  KvRounding(TextDecoderConfig config, int tokens) {
    this.size = config.headDim();
    this.tokens = tokens;
    this.values = new float[tokens * size];
    this.rounded = new byte[tokens * size];
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
    float[] range = range(floats);
    int half = size / 2;
    for (int i = 0; i < half; i++) {
      range[i] = Math.max(range[i], range[i + half]);
      range[i + half] = range[i];
    }
    return round(range, bytes);
  }

  /** Rounds a head's values; the same otherwise. */
  float[] values(ByteBuffer floats, ByteBuffer bytes) {
    return round(range(floats), bytes);
  }

  private float[] range(ByteBuffer floats) {
    floats.order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    float[] range = new float[size];
    float[] squares = new float[size];
    for (int at = 0; at < values.length; at += size) {
      for (int i = 0; i < size; i++) {
        float value = values[at + i];
        range[i] = Math.max(range[i], Math.abs(value));
        squares[i] += value * value;
      }
    }
    double sum = 0;
    for (float square : squares) {
      sum += square;
    }
    float least = LEAST_RANGE * (float) Math.sqrt(sum / values.length);
    for (int i = 0; i < size; i++) {
      range[i] = Math.max(ROOM * range[i], Math.max(least, Float.MIN_NORMAL * LARGEST));
    }
    return range;
  }

  private float[] round(float[] range, ByteBuffer bytes) {
    float[] steps = new float[size];
    float[] inverse = new float[size];
    for (int i = 0; i < size; i++) {
      steps[i] = range[i] / LARGEST;
      inverse[i] = 1 / steps[i];
    }
    for (int token = 0; token < tokens; token++) {
      int at = token * size;
      for (int i = 0; i < size; i++) {
        rounded[at + i] = (byte) Math.round(values[at + i] * inverse[i]);
      }
    }
    bytes.put(rounded);
    return steps;
  }
}
