package dev.hark.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Number format of a tensor in a safetensors file. All of the container's formats are recognised;
 * {@link #isReadable()} says which ones can be read as floats.
 */
public enum DataType {
  BOOL(8),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  I16(16),
  U16(16),
  F16(16),
  BF16(16),
  I32(32),
  U32(32),
  F32(32),
  F64(64),
  I64(64),
  U64(64),
  C64(64);

  private final int bits;

  DataType(int bits) {
    this.bits = bits;
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /** Whether tensors of this format can be weights: brain, half and single floats. */
  public boolean isReadable() {
    return this == BF16 || this == F16 || this == F32;
  }

  static Optional<DataType> of(String name) {
    for (DataType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The format's name in prose, such as "bf16". */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
