package dev.hark.model.network;

/**
 * A linear layer: parameters {@code name.weight [outputs, inputs]} and, if any, {@code name.bias
 * [outputs]}.
 */
public record Linear(String name, int inputs, int outputs, boolean bias, Role role) {
  /** What a layer is part of; a quantisation recipe treats parts differently. */
  public enum Role {
    ENCODER,
    DECODER,
    HEAD
  }

  public String weight() {
    return name + ".weight";
  }

  public String biasName() {
    return name + ".bias";
  }
}
