package dev.hark.train.torch;

import java.util.List;

/**
 * Low-rank adaptation (Hu et al. 2021): the network stays as it is, and chosen linear layers learn
 * an addition of low rank to their weights.
 *
 * @param rank rows of the small matrices
 * @param alpha the addition is scaled by {@code alpha / rank}
 * @param targets last parts of the names of layers, such as {@code q_proj}, or whole names in which
 *     {@code *} stands for any letters
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {
  /** What is usually adapted: the attention of all layers. */
  public static final List<String> ATTENTION = List.of("q_proj", "k_proj", "v_proj", "o_proj");

  public LoraSettings {
    if (rank < 1 || rank > 1024) {
      throw new IllegalArgumentException("lora-rank is " + rank + ", wanted 1 to 1024");
    }
    if (!(alpha > 0 && alpha < 1e6)) {
      throw new IllegalArgumentException("lora-alpha is " + alpha + ", wanted more than 0");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no lora-targets, wanted layers such as q_proj");
    }
    targets = List.copyOf(targets);
  }
}
