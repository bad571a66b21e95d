package dev.hark.train.torch;

import dev.hark.model.LoraAdapter;
import dev.hark.model.network.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * The adapters of a network's linear layers: which layers have one, what their parameters are, and
 * what the network is with them. Source: Hu et al. 2021; names and initial values as in PEFT.
 */
public final class LowRankAdapters {
  private static final String WEIGHT = ".weight";

  private final int rank;
  private final double alpha;
  private final Map<String, long[]> layers;

  /**
   * Adapters of some layers.
   *
   * @param rank rows of the small matrices
   * @param alpha the additions are scaled by {@code alpha / rank}
   * @param layers the layers' names and the shapes of their weights, {@code [outputs, inputs]}
   */
  public LowRankAdapters(int rank, double alpha, Map<String, long[]> layers) {
    this.rank = rank;
    this.alpha = alpha;
    this.layers = new LinkedHashMap<>(layers);
  }

  /** Rows of the small matrices. */
  public int rank() {
    return rank;
  }

  /** The additions are scaled by this over the rank. */
  public double alpha() {
    return alpha;
  }

  /** Names of the layers that have one, and shapes of their weights, {@code [outputs, inputs]}. */
  public Map<String, long[]> layers() {
    return Collections.unmodifiableMap(layers);
  }

  /** Names and shapes of the adapters' parameters. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    layers.forEach((layer, shape) -> {
      shapes.put(layer + LoraAdapter.A, new long[] {rank, shape[1]});
      shapes.put(layer + LoraAdapter.B, new long[] {shape[0], rank});
    });
    return shapes;
  }

  /** Draws what they are before training, which adds nothing to any weight. */
  public void draw(Parameters into, long seed) {
    layers.forEach((layer, shape) -> {
      String name = layer + LoraAdapter.A;
      float[] down = new float[Math.toIntExact(rank * shape[1])];
      RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ name.hashCode());
      double bound = 1 / Math.sqrt((double) shape[1]);
      for (int i = 0; i < down.length; i++) {
        down[i] = (float) random.nextDouble(-bound, bound);
      }
      into.set(name, down);
      into.set(layer + LoraAdapter.B, new float[Math.toIntExact(rank * shape[0])]);
    });
  }

  /** The network with its adapters, for an interpreter. */
  public ParameterSource on(Parameters parameters) {
    return new ParameterSource() {
      @Override
      public Tensor parameter(String name) {
        return parameters.parameter(name);
      }

      @Override
      public Optional<LowRank> addition(String layer) {
        return layers.containsKey(layer)
            ? Optional.of(
                new LowRank(
                    parameters.parameter(layer + LoraAdapter.A),
                    parameters.parameter(layer + LoraAdapter.B),
                    alpha / rank))
            : Optional.empty();
      }
    };
  }

  /**
   * The weights of a network that needs no adapters any more.
   *
   * @param base weights of the network
   * @param adapters parameters that {@link #shapes} names
   */
  public Weights merged(Weights base, Weights adapters) {
    return new Merged(base, adapters);
  }

  private final class Merged implements Weights {
    private final Weights base;
    private final Weights adapters;
    private String current = "";
    private List<float[]> matrices = List.of();

    private Merged(Weights base, Weights adapters) {
      this.base = base;
      this.adapters = adapters;
    }

    @Override
    public boolean contains(String name) {
      return base.contains(name);
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      base.read(name, from, into, count);
      String layer =
          name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : "";
      long[] shape = layers.get(layer);
      if (shape == null) {
        return;
      }
      load(layer, shape);
      float[] down = matrices.get(0);
      float[] up = matrices.get(1);
      int inputs = Math.toIntExact(shape[1]);
      double scale = alpha / rank;
      for (int i = 0; i < count; i++) {
        int row = (int) ((from + i) / inputs);
        int column = (int) ((from + i) % inputs);
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += (double) up[row * rank + k] * down[k * inputs + column];
        }
        into[i] += (float) (scale * sum);
      }
    }

    /** Weights are read in portions, one tensor after the other. */
    private void load(String layer, long[] shape) {
      if (!layer.equals(current)) {
        matrices =
            List.of(
                adapters.read(layer + LoraAdapter.A, Math.toIntExact(rank * shape[1])),
                adapters.read(layer + LoraAdapter.B, Math.toIntExact(rank * shape[0])));
        current = layer;
      }
    }
  }
}
