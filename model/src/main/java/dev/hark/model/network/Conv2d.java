package dev.hark.model.network;

/**
 * A 3x3 convolution, stride 2, padding 1: parameters {@code name.weight [outputs, inputs, 3, 3]}
 * and {@code name.bias [outputs]}.
 */
public record Conv2d(String name, int inputs, int outputs) {
  public String weight() {
    return name + ".weight";
  }

  public String bias() {
    return name + ".bias";
  }
}
