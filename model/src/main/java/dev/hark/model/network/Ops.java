package dev.hark.model.network;

import java.util.List;

/**
 * The tensor operations that the networks are written in. An interpreter decides what a tensor is:
 * the engine's emits an ONNX graph, a trainer's computes eagerly with gradients. Shapes are
 * row-major; {@code b} is a batch dimension, {@code t} time.
 *
 * @param <T> what the interpreter calls a tensor
 */
public interface Ops<T> {
  /** A named constant that is part of the network but of no checkpoint, such as positions. */
  T constant(String name, float[] values, int... shape);

  /** {@code x W' + b}: {@code [..., inputs] -> [..., outputs]}. */
  T linear(T x, Linear layer);

  /** Several projections of one input; an interpreter may fuse them into one product. */
  default List<T> linears(T x, List<Linear> layers) {
    return layers.stream().map(layer -> linear(x, layer)).toList();
  }

  /**
   * 3x3 convolution with stride 2 and zero padding 1, channels last: {@code [n, h, w, in] -> [n,
   * (h+1)/2, (w+1)/2, out]}.
   *
   * @param height {@code h} of the input
   * @param width {@code w} of the input
   */
  T conv2d(T x, Conv2d layer, int height, int width);

  /** Layer normalisation over the last dimension, with scale and offset. */
  T layerNorm(T x, Norm norm);

  /** Root-mean-square normalisation over the last dimension, with scale. */
  T rmsNorm(T x, Norm norm);

  /** {@link #rmsNorm} of every head by itself: {@code [b, t, heads * norm.size]}. */
  T headRmsNorm(T x, Norm norm, int heads);

  /** Sum of two tensors and its {@link #rmsNorm}; an interpreter may fuse both. */
  default Residual<T> addRmsNorm(T x, T delta, Norm norm) {
    T sum = add(x, delta);
    return new Residual<>(sum, rmsNorm(sum, norm));
  }

  /** Sum of two tensors and its {@link #layerNorm}; an interpreter may fuse both. */
  default Residual<T> addLayerNorm(T x, T delta, Norm norm) {
    T sum = add(x, delta);
    return new Residual<>(sum, layerNorm(sum, norm));
  }

  /** Gaussian error linear unit in its exact erf form. */
  T gelu(T x);

  /** {@code x * sigmoid(x)}. */
  T silu(T x);

  /** Sum with broadcasting. */
  T add(T a, T b);

  /** Element-wise product. */
  T multiply(T a, T b);

  /** Product of two matrices: {@code [n, m]} and {@code [m, d] -> [n, d]}. */
  T matmul(T a, T b);

  /** The same elements in another shape; {@code -1} is inferred, {@code 0} keeps a dimension. */
  T reshape(T x, int... shape);

  /** Dimensions in another order. */
  T transpose(T x, int... order);

  /** Rows of a matrix by index: {@code [n, d]} and integers {@code [...] -> [..., d]}. */
  T rows(T x, T indices);

  /**
   * Full bidirectional attention within each batch row: {@code [b, t, heads * dim]} each, scaled by
   * {@code dim^-0.5}.
   */
  T attention(T query, T key, T value, int heads);

  /**
   * Causal grouped-query attention with rotary positions and a key/value cache: {@code query [b, t,
   * heads * headDim]}, {@code key, value [b, t, kvHeads * headDim]}. Positions continue after those
   * in the cache.
   */
  T causalAttention(T query, T key, T value, CausalAttention attention);

  /** A running sum and its normalised form. */
  record Residual<T>(T sum, T normalised) {}
}
