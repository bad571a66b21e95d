package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.LoraAdapter;
import dev.hark.model.network.CausalAttention;
import dev.hark.model.network.Conv2d;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Gradients of every operation against differences of values, in double precision. */
class GradientTest {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, Tensor> values = new LinkedHashMap<>();

  @Test
  void linear() {
    leaf("w.weight", 3, 4);
    leaf("w.bias", 3);
    check((ops, x) -> ops.linear(x, new Linear("w", 4, 3, true, Linear.Role.ENCODER)), 2, 5, 4);
  }

  @Test
  void linearWithALowRankAddition() {
    leaf("w.weight", 3, 4);
    leaf("w.lora_A.weight", 2, 4);
    leaf("w.lora_B.weight", 3, 2);
    check((ops, x) -> ops.linear(x, new Linear("w", 4, 3, false, Linear.Role.DECODER)), 2, 5, 4);
  }

  @Test
  void severalLinearsOfOneInput() {
    leaf("a.weight", 3, 4);
    leaf("b.weight", 3, 4);
    List<Linear> layers =
        List.of(
            new Linear("a", 4, 3, false, Linear.Role.DECODER),
            new Linear("b", 4, 3, false, Linear.Role.DECODER));
    check(
        (ops, x) -> {
          List<Tensor> both = ops.linears(x, layers);
          return ops.multiply(both.get(0), both.get(1));
        },
        5,
        4);
  }

  @Test
  void convolution() {
    leaf("c.weight", 3, 2, 3, 3);
    leaf("c.bias", 3);
    check((ops, x) -> ops.conv2d(x, new Conv2d("c", 2, 3), 5, 6), 2, 5, 6, 2);
  }

  @Test
  void layerNorm() {
    leaf("n.weight", 6);
    leaf("n.bias", 6);
    check((ops, x) -> ops.layerNorm(x, new Norm("n", 6, 1e-5f)), 4, 6);
  }

  @Test
  void rmsNormAndItsSum() {
    leaf("n.weight", 6);
    check(
        (ops, x) -> {
          var both = ops.addRmsNorm(x, ops.silu(x), new Norm("n", 6, 1e-6f));
          return ops.add(both.sum(), both.normalised());
        },
        4,
        6);
  }

  @Test
  void headRmsNorm() {
    leaf("n.weight", 4);
    check((ops, x) -> ops.headRmsNorm(x, new Norm("n", 4, 1e-6f), 2), 2, 3, 8);
  }

  @Test
  void gelu() {
    check(TorchOps::gelu, 3, 5);
  }

  @Test
  void silu() {
    check(TorchOps::silu, 3, 5);
  }

  @Test
  void sumWithAConstant() {
    check((ops, x) -> ops.add(x, ops.constant("c", new float[] {1, 2, 3}, 3)), 4, 3);
  }

  @Test
  void shapesAndOrders() {
    check((ops, x) -> ops.reshape(ops.transpose(x, 2, 0, 1), 0, -1), 2, 3, 4);
  }

  @Test
  void rows() {
    check((ops, x) -> ops.rows(x, Tensors.longs(new long[] {2, 0, 2}, 3)), 4, 3);
    check((ops, x) -> ops.rows(x, Tensors.longs(new long[] {2, 0, 2, 1}, 2, 2)), 4, 3);
  }

  @Test
  void attentionWithPadding() {
    leaf("q", 2, 5, 8);
    leaf("k", 2, 5, 8);
    float hidden = Float.NEGATIVE_INFINITY;
    check(
        (ops, x) -> {
          ops.maskAttention(
              Tensors.floats(new float[] {0, 0, 0, 0, 0, 0, 0, 0, hidden, hidden}, 2, 1, 1, 5));
          return ops.attention(ops.parameter("q"), ops.parameter("k"), x, 2);
        },
        2,
        5,
        8);
  }

  @Test
  void causalAttentionOfGroupedHeads() {
    leaf("k", 2, 4, 8);
    leaf("v", 2, 4, 8);
    CausalAttention shape = new CausalAttention(0, 4, 2, 4, 100, 64);
    check(
        (ops, x) -> ops.causalAttention(x, ops.parameter("k"), ops.parameter("v"), shape),
        2,
        4,
        16);
  }

  private Tensor leaf(String name, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= Math.toIntExact(size);
    }
    double[] drawn = new double[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = random.nextGaussian();
    }
    Tensor tensor = Tensor.create(drawn, shape);
    tensor.set_requires_grad(true);
    values.put(name, tensor);
    return tensor;
  }

  /** Compares the gradients of a weighted sum of the result, of the input and all parameters. */
  private void check(BiFunction<TorchOps, Tensor, Tensor> operation, long... shape) {
    Tensor x = leaf("x", shape);
    double value = weighted(operation, x, true);
    assertThat(value).isNotZero().isFinite();
    values.forEach((name, tensor) -> {
      double[] analytic = doubles(tensor.grad());
      DoublePointer data = new DoublePointer(tensor.data_ptr());
      for (int i = 0; i < analytic.length; i++) {
        double before = data.get(i);
        data.put(i, before + STEP);
        double above = weighted(operation, x, false);
        data.put(i, before - STEP);
        double below = weighted(operation, x, false);
        data.put(i, before);
        double difference = (above - below) / (2 * STEP);
        assertThat(analytic[i])
            .as("gradient of %s, element %d", name, i)
            .isCloseTo(difference, org.assertj.core.data.Offset.offset(TOLERANCE * 10));
      }
    });
  }

  private double weighted(BiFunction<TorchOps, Tensor, Tensor> operation, Tensor x, boolean back) {
    try (PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(new Leaves(values), ScalarType.Double);
      Tensor result = operation.apply(ops, x);
      double[] weights = new double[Math.toIntExact(result.numel())];
      SplittableRandom fixed = new SplittableRandom(3);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = fixed.nextDouble(-1, 1);
      }
      Tensor sum = result.flatten().mul(Tensor.create(weights, weights.length)).sum();
      if (back) {
        sum.backward();
      }
      return sum.item_double();
    }
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    new DoublePointer(tensor.contiguous().data_ptr()).get(values);
    return values;
  }

  /** Tensors by name, and what of them is an addition to another. */
  private record Leaves(Map<String, Tensor> values) implements ParameterSource {
    @Override
    public Tensor parameter(String name) {
      return Objects.requireNonNull(values.get(name));
    }

    @Override
    public Optional<LowRank> addition(String layer) {
      return values.containsKey(layer + LoraAdapter.A)
          ? Optional.of(
              new LowRank(parameter(layer + LoraAdapter.A), parameter(layer + LoraAdapter.B), 1.5))
          : Optional.empty();
    }
  }
}
