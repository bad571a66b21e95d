package dev.hark.model.network;

/**
 * A normalisation over {@code size} values: parameter {@code name.weight [size]} and, for layer
 * normalisation, {@code name.bias [size]}.
 */
public record Norm(String name, int size, float epsilon) {
  public String weight() {
    return name + ".weight";
  }

  public String bias() {
    return name + ".bias";
  }
}
