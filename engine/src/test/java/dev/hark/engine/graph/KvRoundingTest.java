package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.TextDecoderConfig;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KvRoundingTest {
  private static final int SIZE = 16;
  private static final TextDecoderConfig CONFIG =
      new TextDecoderConfig(64, 1, 4, 2, SIZE, 128, 96, 128, 1e-6f, 1e6, true);

  @Test
  void eachValueIsOffByHalfAStepAtMost() {
    long seed = 3;
    Random random = new Random(seed);
    float[] values = SmallNetwork.gaussian(random, 50 * SIZE);
    for (int token = 0; token < 50; token++) {
      values[token * SIZE + 5] *= 40; // one dimension that stands out
    }
    byte[] bytes = new byte[values.length];
    float[] steps = new KvRounding(CONFIG, 50).values(floats(values), ByteBuffer.wrap(bytes));
    for (int i = 0; i < values.length; i++) {
      float step = steps[i % SIZE];
      assertThat(bytes[i] * step)
          .as("seed %d, value %d", seed, i)
          .isBetween(values[i] - 0.501f * step, values[i] + 0.501f * step);
    }
    assertThat(steps[5]).isGreaterThan(2 * steps[4]);
  }

  @Test
  void thereIsRoomForTwiceWhatThePromptHas() {
    float[] values = new float[4 * SIZE];
    values[3] = -10;
    float[] steps = round(values);
    assertThat(steps[3] * 127).isCloseTo(20, org.assertj.core.api.Assertions.within(1e-4f));
  }

  @Test
  void aDimensionThatIsSilentInAShortPromptHasTheRangeOfItsHead() {
    float[] values = new float[SIZE];
    java.util.Arrays.fill(values, 1);
    values[7] = 0;
    float[] steps = round(values);
    double rootMeanSquare = Math.sqrt(15 / 16.0);
    assertThat((double) steps[7] * 127)
        .isCloseTo(4 * rootMeanSquare, org.assertj.core.api.Assertions.within(1e-4));
  }

  @Test
  void dimensionsThatAreRotatedTogetherHaveOneStep() {
    float[] values = SmallNetwork.gaussian(new Random(1), 9 * SIZE);
    values[2] = 30;
    float[] steps =
        new KvRounding(CONFIG, 9).keys(floats(values), ByteBuffer.allocate(values.length));
    for (int i = 0; i < SIZE / 2; i++) {
      assertThat(steps[i]).as("dimension %d", i).isEqualTo(steps[i + SIZE / 2]);
    }
    assertThat(steps[10] * 127).isCloseTo(60, org.assertj.core.api.Assertions.within(1e-3f));
  }

  @Test
  void nothingButZerosStaysZero() {
    byte[] bytes = new byte[SIZE];
    float[] steps =
        new KvRounding(CONFIG, 1).values(floats(new float[SIZE]), ByteBuffer.wrap(bytes));
    assertThat(bytes).containsOnly(0);
    for (float step : steps) {
      assertThat(1 / step).isFinite();
    }
  }

  private static float[] round(float[] values) {
    return new KvRounding(CONFIG, values.length / SIZE)
        .values(floats(values), ByteBuffer.allocate(values.length));
  }

  private static ByteBuffer floats(float[] values) {
    ByteBuffer buffer = OnnxSession.bytes(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return buffer;
  }
}
