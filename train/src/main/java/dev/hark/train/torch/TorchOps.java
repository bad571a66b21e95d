package dev.hark.train.torch;

import dev.hark.model.network.CausalAttention;
import dev.hark.model.network.Conv2d;
import dev.hark.model.network.Linear;
import dev.hark.model.network.Norm;
import dev.hark.model.network.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's interpreter of {@link Ops}: operations compute at once and remember what their
 * gradients need. Products, convolutions and attention run in the compute type; norms, sums of the
 * residual stream and parameters stay in the type of the parameters. One instance serves one pass,
 * inside one pointer scope.
 */
public final class TorchOps implements Ops<Tensor> {
  private final ParameterSource parameters;
  private final ScalarType compute;
  private final Map<String, Tensor> cast = new HashMap<>();
  private final Map<String, Tensor> tables = new HashMap<>();
  private final Map<String, List<Tensor>> seen = new HashMap<>();
  private @Nullable Tensor attentionMask;

  /**
   * An interpreter.
   *
   * @param compute type of products: that of the parameters, or {@code BFloat16}
   */
  public TorchOps(ParameterSource parameters, ScalarType compute) {
    this.parameters = parameters;
    this.compute = compute;
  }

  /**
   * Has later {@link #attention} leave out padding.
   *
   * @param mask {@code [b, 1, 1, t]}, 0 where a position is attended to and minus infinity
   *     elsewhere, or null for none
   */
  void maskAttention(@Nullable Tensor mask) {
    attentionMask = mask;
  }

  /** Has the inputs of norms kept. */
  void watch(Set<String> norms) {
    norms.forEach(name -> seen.put(name, new ArrayList<>()));
  }

  /** Inputs of a watched norm, in the order in which they came. */
  List<Tensor> seen(String norm) {
    return seen.getOrDefault(norm, List.of());
  }

  private void see(Norm norm, Tensor x) {
    List<Tensor> inputs = seen.get(norm.name());
    if (inputs != null) {
      inputs.add(x);
    }
  }

  @Override
  public Tensor constant(String name, float[] values, int... shape) {
    return tables.computeIfAbsent(name, _ -> Tensors.floats(values, longs(shape)).to(normType()));
  }

  @Override
  public Tensor linear(Tensor x, Linear layer) {
    Tensor input = computed(x);
    Tensor weight = cast(layer.weight());
    Tensor result =
        layer.bias()
            ? torch.linear(input, weight, new TensorOptional(cast(layer.biasName())))
            : torch.linear(input, weight, new TensorOptional());
    return parameters
        .addition(layer.name())
        .map(low -> result.add(added(input, low), new Scalar(low.scale())))
        .orElse(result);
  }

  private Tensor added(Tensor input, LowRank low) {
    return torch.linear(torch.linear(input, computed(low.down())), computed(low.up()));
  }

  @Override
  public List<Tensor> linears(Tensor x, List<Linear> layers) {
    Tensor input = computed(x);
    return layers.stream().map(layer -> linear(input, layer)).toList();
  }

  @Override
  public Tensor conv2d(Tensor x, Conv2d layer, int height, int width) {
    // In bfloat16 the gradient of a strided convolution is slower than in 32-bit floats.
    Tensor image = x.to(normType()).permute(0, 3, 1, 2); // [n, in, h, w], channels last
    Tensor result =
        torch.conv2d(
            image,
            parameters.parameter(layer.weight()),
            new TensorOptional(parameters.parameter(layer.bias())),
            new long[] {2, 2},
            new long[] {1, 1},
            new long[] {1, 1},
            1);
    return result.permute(0, 2, 3, 1);
  }

  @Override
  public Tensor layerNorm(Tensor x, Norm norm) {
    see(norm, x);
    return torch.layer_norm(
        x,
        new long[] {norm.size()},
        new TensorOptional(parameters.parameter(norm.weight())),
        new TensorOptional(parameters.parameter(norm.bias())),
        norm.epsilon(),
        true);
  }

  @Override
  public Tensor rmsNorm(Tensor x, Norm norm) {
    see(norm, x);
    Tensor weight = parameters.parameter(norm.weight());
    return torch.rms_norm(
        x.to(weight.dtype()),
        new long[] {norm.size()},
        new TensorOptional(weight),
        new DoubleOptional(norm.epsilon()));
  }

  @Override
  public Tensor headRmsNorm(Tensor x, Norm norm, int heads) {
    Tensor split = x.reshape(x.size(0), x.size(1), heads, norm.size());
    return rmsNorm(split, norm).reshape(x.size(0), x.size(1), (long) heads * norm.size());
  }

  @Override
  public Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  @Override
  public Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    return computed(a).matmul(computed(b));
  }

  @Override
  public Tensor reshape(Tensor x, int... shape) {
    long[] sizes = longs(shape);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] == 0 ? x.size(i) : sizes[i];
    }
    return x.reshape(sizes);
  }

  @Override
  public Tensor transpose(Tensor x, int... order) {
    return x.permute(longs(order));
  }

  @Override
  public Tensor rows(Tensor x, Tensor indices) {
    return indices.dim() == 1 ? x.index_select(0, indices) : torch.embedding(x, indices);
  }

  @Override
  public Tensor attention(Tensor query, Tensor key, Tensor value, int heads) {
    long dim = query.size(2) / heads;
    return attended(
        byHead(computed(query), heads, dim),
        byHead(computed(key), heads, dim),
        byHead(computed(value), heads, dim),
        attentionMask);
  }

  @Override
  public Tensor causalAttention(Tensor query, Tensor key, Tensor value, CausalAttention shape) {
    int dim = shape.headDim();
    Tensor turns = turns(shape, query.size(1), query.scalar_type());
    Tensor keys = rotated(key, shape.kvHeads(), dim, turns);
    Tensor values = byHead(computed(value), shape.kvHeads(), dim);
    int group = shape.heads() / shape.kvHeads();
    return attended(
        rotated(query, shape.heads(), dim, turns),
        repeated(keys, group),
        repeated(values, group),
        causalMask(query.size(1)));
  }

  /**
   * Attention as plain products: at the lengths of speech the scores are small, and a fused kernel
   * multiplies head by head, which costs more than it saves.
   */
  private Tensor attended(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask) {
    double scale = 1 / Math.sqrt((double) query.size(3));
    Tensor scores = query.mul(new Scalar(scale)).matmul(key.transpose(2, 3)).to(normType());
    Tensor masked = mask == null ? scores : scores.add(mask);
    Tensor weights = torch.softmax(masked, -1, new ScalarTypeOptional());
    return joined(computed(weights).matmul(value));
  }

  /** Minus infinity where a key lies behind its query: {@code [t, t]}. */
  private Tensor causalMask(long time) {
    return tables.computeIfAbsent(
        "causal " + time,
        _ -> Tensors.filled(Float.NEGATIVE_INFINITY, time, time).triu(1).to(normType()));
  }

  /**
   * Heads at their rotary positions: {@code [b, t, heads * dim] -> [b, heads, t, dim]}. The two
   * halves of a head come out interleaved, queries and keys alike, which their products do not see.
   */
  private Tensor rotated(Tensor x, int heads, int dim, Tensor turns) {
    Tensor halves = x.reshape(x.size(0), x.size(1), heads, 2, dim / 2);
    Tensor pairs = halves.permute(0, 2, 1, 4, 3).contiguous(); // [b, heads, t, dim / 2, 2]
    Tensor turned = torch.view_as_complex(pairs).mul(turns);
    return computed(torch.view_as_real(turned).flatten(3, 4));
  }

  /** Unit complex numbers of the rotary angles: {@code [t, dim / 2]}. */
  private Tensor turns(CausalAttention shape, long time, ScalarType type) {
    String name = "turns " + time + " " + shape.headDim();
    return tables.computeIfAbsent(
        name,
        _ -> {
          int half = shape.headDim() / 2;
          float[] values = new float[Math.toIntExact(time) * shape.headDim()]; // [t, half, 2]
          for (int i = 0; i < half; i++) {
            float frequency = (float) (1 / Math.pow(shape.ropeTheta(), 2.0 * i / shape.headDim()));
            for (int t = 0; t < time; t++) {
              float angle = t * frequency;
              values[(t * half + i) * 2] = (float) Math.cos(angle);
              values[(t * half + i) * 2 + 1] = (float) Math.sin(angle);
            }
          }
          return torch.view_as_complex(Tensors.floats(values, time, half, 2).to(type));
        });
  }

  /** Each head {@code group} times in a row. */
  private static Tensor repeated(Tensor x, int group) {
    if (group == 1) {
      return x;
    }
    long heads = x.size(1);
    return x.unsqueeze(2)
        .expand(x.size(0), heads, group, x.size(2), x.size(3))
        .reshape(x.size(0), heads * group, x.size(2), x.size(3));
  }

  private static Tensor byHead(Tensor x, int heads, long dim) {
    return x.reshape(x.size(0), x.size(1), heads, dim).transpose(1, 2);
  }

  private static Tensor joined(Tensor heads) {
    return heads.transpose(1, 2).flatten(2, 3); // [b, t, heads * dim]
  }

  /** A tensor in the type of the sums of the residual stream. */
  Tensor residual(Tensor x) {
    return x.to(normType());
  }

  /** A parameter as it is stored. */
  Tensor parameter(String name) {
    return parameters.parameter(name);
  }

  private Tensor computed(Tensor x) {
    return x.scalar_type() == compute ? x : x.to(compute);
  }

  private Tensor cast(String name) {
    return cast.computeIfAbsent(name, _ -> computed(parameters.parameter(name)));
  }

  /** Type of what is not computed in the compute type. */
  private ScalarType normType() {
    return compute == ScalarType.Double ? ScalarType.Double : ScalarType.Float;
  }

  private static long[] longs(int[] values) {
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = values[i];
    }
    return longs;
  }
}
