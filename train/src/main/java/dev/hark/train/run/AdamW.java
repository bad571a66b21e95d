package dev.hark.train.run;

import dev.hark.train.torch.Parameters;
import dev.hark.train.torch.Parameters.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Adam with decoupled weight decay, one pass over the memory of all parameters. Matrices decay;
 * norms, offsets and embeddings do not. Source: Loshchilov and Hutter 2019.
 */
final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.98;
  private static final float EPSILON = 1e-8f;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final Arena arena = Arena.ofShared();
  private final Parameters parameters;
  private final double weightDecay;
  private final MemorySegment first;
  private final MemorySegment second;

  AdamW(Parameters parameters, double weightDecay) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    this.first = arena.allocate(parameters.values().byteSize(), 64);
    this.second = arena.allocate(parameters.values().byteSize(), 64);
  }

  /** Running means of the gradients. */
  MemorySegment first() {
    return first;
  }

  /** Running means of their squares. */
  MemorySegment second() {
    return second;
  }

  /** Euclidean norm of all gradients. */
  double gradientNorm() {
    MemorySegment gradients = parameters.gradients();
    long count = gradients.byteSize() / Float.BYTES; // a multiple of 16
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (long i = 0; i < count; i += 4) {
      float w = gradients.getAtIndex(FLOAT, i);
      float x = gradients.getAtIndex(FLOAT, i + 1);
      float y = gradients.getAtIndex(FLOAT, i + 2);
      float z = gradients.getAtIndex(FLOAT, i + 3);
      a += (double) w * w;
      b += (double) x * x;
      c += (double) y * y;
      d += (double) z * z;
    }
    return Math.sqrt(a + b + c + d);
  }

  /**
   * Moves the parameters.
   *
   * @param step counted from 0
   * @param scale what the gradients are multiplied with first
   */
  void update(int step, double rate, double scale) {
    for (Place place : parameters.places().values()) {
      if (place.trained()) {
        boolean decays = place.shape().length > 1 && !place.name().contains("embed_tokens");
        update(
            part(parameters.values(), place),
            part(parameters.gradients(), place),
            part(first, place),
            part(second, place),
            Math.toIntExact(place.count()),
            (float) (rate / (1 - Math.pow(BETA1, step + 1))),
            (float) (1 / (1 - Math.pow(BETA2, step + 1))),
            (float) (decays ? 1 - rate * weightDecay : 1),
            (float) scale);
      }
    }
  }

  private static void update(
      MemorySegment value,
      MemorySegment gradient,
      MemorySegment first,
      MemorySegment second,
      int count,
      float rate,
      float secondScale,
      float keep,
      float scale) {
    float beta1 = (float) BETA1;
    float beta2 = (float) BETA2;
    float rest1 = (float) (1 - BETA1);
    float rest2 = (float) (1 - BETA2);
    for (int i = 0; i < count; i++) {
      float g = gradient.getAtIndex(FLOAT, i) * scale;
      float m = first.getAtIndex(FLOAT, i) * beta1 + g * rest1;
      float v = second.getAtIndex(FLOAT, i) * beta2 + g * g * rest2;
      first.setAtIndex(FLOAT, i, m);
      second.setAtIndex(FLOAT, i, v);
      float move = rate * m / ((float) Math.sqrt(v * secondScale) + EPSILON);
      value.setAtIndex(FLOAT, i, value.getAtIndex(FLOAT, i) * keep - move);
    }
  }

  private static MemorySegment part(MemorySegment memory, Place place) {
    return memory.asSlice(place.from() * Float.BYTES, place.count() * Float.BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }
}
