package dev.hark.engine.graph;

import dev.hark.model.network.CausalAttention;

/** Cosines and sines of the rotary angles of every position. */
final class RotaryTables {
  private final float[] cos; // [positions, headDim / 2]
  private final float[] sin; // [positions, headDim / 2]

  private RotaryTables(float[] cos, float[] sin) {
    this.cos = cos;
    this.sin = sin;
  }

  float[] cos() {
    return cos;
  }

  float[] sin() {
    return sin;
  }

  static RotaryTables of(CausalAttention attention) {
    int half = attention.headDim() / 2;
    float[] frequencies = new float[half]; // [headDim / 2]
    for (int i = 0; i < half; i++) {
      frequencies[i] = (float) (1 / Math.pow(attention.ropeTheta(), 2.0 * i / attention.headDim()));
    }
    float[] cos = new float[attention.maxPositions() * half]; // [positions, headDim / 2]
    float[] sin = new float[attention.maxPositions() * half];
    for (int position = 0; position < attention.maxPositions(); position++) {
      for (int i = 0; i < half; i++) {
        float angle = position * frequencies[i];
        cos[position * half + i] = (float) Math.cos(angle);
        sin[position * half + i] = (float) Math.sin(angle);
      }
    }
    return new RotaryTables(cos, sin);
  }
}
