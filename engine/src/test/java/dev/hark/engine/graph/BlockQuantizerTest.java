package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockQuantizerTest {
  private static final int BLOCK = 32;

  /** What is stored for a row, and what it stands for. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] stored, float[] scales, float[] values) {}

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 33, 95, 1, 480})
  void eightBitsMissEveryWeightByAtMostHalfAStep(int inputs) {
    long seed = inputs;
    float[] weights = weights(seed, inputs);
    Row row = row8(weights);
    for (int i = 0; i < inputs; i++) {
      float step = largest(weights, i / BLOCK) / 127;
      assertThat(row.scales[i / BLOCK]).isEqualTo(step);
      assertThat(Math.abs(row.values[i] - weights[i]))
          .as("seed %d, weight %d", seed, i)
          .isLessThanOrEqualTo(step * 0.5001f);
    }
  }

  @Test
  void eightBitsKeepTheLargestWeightOfEitherSign() {
    float[] weights = new float[BLOCK];
    weights[3] = 2.54f;
    weights[9] = -2.54f;
    Row row = row8(weights);
    assertThat(row.stored[3] & 0xff).isEqualTo(255);
    assertThat(row.stored[9] & 0xff).isEqualTo(1);
    assertThat(row.values[3]).isCloseTo(2.54f, org.assertj.core.data.Offset.offset(1e-6f));
    assertThat(row.values[9]).isCloseTo(-2.54f, org.assertj.core.data.Offset.offset(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 33, 95, 1, 480})
  void fourBitsMissABlockByLessThanTheWidestScaleWould(int inputs) {
    long seed = inputs;
    float[] weights = weights(seed, inputs);
    Row row = row4(weights);
    for (int start = 0; start < inputs; start += BLOCK) {
      int end = Math.min(inputs, start + BLOCK);
      float widest = largest(weights, start / BLOCK) / 8;
      assertThat(Math.abs(row.scales[start / BLOCK])).isLessThanOrEqualTo(widest * 1.0001f);
      double error = 0;
      double clamped = 0;
      for (int i = start; i < end; i++) {
        error += square(row.values[i] - weights[i]);
        // At the widest scale levels reach from 8 steps on one side to 7 on the other.
        clamped += square(Math.abs(weights[i]) > 7.5f * widest ? widest : widest / 2);
      }
      assertThat(error).as("seed %d, block at %d", seed, start).isLessThanOrEqualTo(clamped);
    }
  }

  @Test
  void fourBitsOfGaussianWeightsLoseLessThanATenth() {
    Random random = new Random(3);
    float[] weights = SmallNetwork.gaussian(random, 32 * 400);
    Row row = row4(weights);
    double error = 0;
    double all = 0;
    for (int i = 0; i < weights.length; i++) {
      error += square(row.values[i] - weights[i]);
      all += square(weights[i]);
    }
    assertThat(Math.sqrt(error / all)).isBetween(0.01, 0.1);
  }

  @Test
  void fourBitsHoldTheEarlierWeightInTheLowHalf() {
    float[] weights = new float[BLOCK];
    weights[0] = -8; // the extreme, level 0 at any scale
    weights[1] = 5;
    weights[2] = 1;
    weights[3] = -3;
    byte[] stored = row4(weights).stored;
    assertThat(stored[0] & 0x0f).isEqualTo(0);
    assertThat(stored[0] >> 4 & 0x0f).isEqualTo(13);
    assertThat(stored[1] & 0x0f).isEqualTo(9);
    assertThat(stored[1] >> 4 & 0x0f).isEqualTo(5);
    assertThat(Arrays.copyOfRange(stored, 2, BLOCK / 2)).containsOnly(0x88);
  }

  @Test
  void blocksOfZerosStayZeros() {
    float[] weights = new float[3 * BLOCK];
    Arrays.fill(weights, BLOCK, 2 * BLOCK, 0.5f);
    for (Row row : new Row[] {row8(weights), row4(weights)}) {
      assertThat(row.scales[0]).isZero();
      assertThat(row.scales[2]).isZero();
      for (int i = 0; i < weights.length; i++) {
        assertThat(row.values[i])
            .isCloseTo(weights[i], org.assertj.core.data.Offset.offset(0.5f / 127));
      }
    }
  }

  @Test
  void paddingStandsForZero() {
    float[] weights = weights(8, BLOCK + 5);
    Row eight = row8(weights);
    Row four = row4(weights);
    for (int i = weights.length; i < 2 * BLOCK; i++) {
      assertThat(eight.values[i]).isZero();
      assertThat(four.values[i]).isZero();
    }
    assertThat(eight.stored).hasSize(2 * BLOCK);
    assertThat(four.stored).hasSize(BLOCK);
  }

  @Test
  void rowsAreWrittenWhereTheyBelong() {
    float[] two = weights(21, 2 * BLOCK);
    byte[] stored = new byte[2 * BLOCK + 2];
    float[] scales = new float[4];
    BlockQuantizer.quantize(
        new BlockQuantizer.Row(two, BLOCK, BLOCK), 8, BLOCK, stored, BLOCK + 1, scales, 2);
    Row alone = row8(Arrays.copyOfRange(two, BLOCK, 2 * BLOCK));
    assertThat(Arrays.copyOfRange(stored, BLOCK + 1, 2 * BLOCK + 1)).isEqualTo(alone.stored);
    assertThat(Arrays.copyOf(stored, BLOCK + 1)).containsOnly(0);
    assertThat(stored[2 * BLOCK + 1]).isZero();
    assertThat(scales).containsExactly(0, 0, alone.scales[0], 0);
  }

  private static Row row8(float[] weights) {
    int blocks = (weights.length + BLOCK - 1) / BLOCK;
    byte[] stored = new byte[blocks * BLOCK];
    float[] scales = new float[blocks];
    BlockQuantizer.quantize(
        new BlockQuantizer.Row(weights, 0, weights.length), 8, BLOCK, stored, 0, scales, 0);
    float[] values = new float[blocks * BLOCK];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((stored[i] & 0xff) - 128) * scales[i / BLOCK];
    }
    return new Row(stored, scales, values);
  }

  private static Row row4(float[] weights) {
    int blocks = (weights.length + BLOCK - 1) / BLOCK;
    byte[] stored = new byte[blocks * BLOCK / 2];
    float[] scales = new float[blocks];
    BlockQuantizer.quantize(
        new BlockQuantizer.Row(weights, 0, weights.length), 4, BLOCK, stored, 0, scales, 0);
    float[] values = new float[blocks * BLOCK];
    for (int i = 0; i < values.length; i++) {
      int level = i % 2 == 0 ? stored[i / 2] & 0x0f : stored[i / 2] >> 4 & 0x0f;
      values[i] = (level - 8) * scales[i / BLOCK];
    }
    return new Row(stored, scales, values);
  }

  /** Weights whose blocks have very different sizes. */
  private static float[] weights(long seed, int count) {
    Random random = new Random(seed);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (random.nextGaussian() * Math.pow(10, i / BLOCK % 5 - 3));
    }
    return weights;
  }

  private static float largest(float[] weights, int block) {
    float largest = 0;
    for (int i = block * BLOCK; i < Math.min(weights.length, (block + 1) * BLOCK); i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    return largest;
  }

  private static double square(double x) {
    return x * x;
  }
}
