package dev.hark.model;

import dev.hark.model.network.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes weights as a safetensors file. Source: the safetensors format description. */
public final class SafetensorsWriter {
  private static final int BLOCK = 8192;
  private static final int ALIGNMENT = 8;
  private static final JsonMapper JSON = new JsonMapper();

  private SafetensorsWriter() {}

  /**
   * Writes tensors in the order of their shapes.
   *
   * @param shapes names and shapes
   * @param type {@link DataType#F32}, or {@link DataType#BF16}, to which values are rounded
   */
  public static void write(Path file, Map<String, long[]> shapes, Weights weights, DataType type)
      throws IOException {
    if (type != DataType.F32 && type != DataType.BF16) {
      throw new IllegalArgumentException("type is " + type + ", wanted F32 or BF16");
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      byte[] header = header(shapes, type);
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      for (Map.Entry<String, Long> tensor : counts(shapes).entrySet()) {
        for (long at = 0; at < tensor.getValue(); at += BLOCK) {
          float[] values = new float[(int) Math.min(BLOCK, tensor.getValue() - at)];
          weights.read(tensor.getKey(), at, values, values.length);
          out.write(bytes(values, type));
        }
      }
    }
  }

  private static byte[] header(Map<String, long[]> shapes, DataType type) {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long at = 0;
    for (Map.Entry<String, Long> tensor : counts(shapes).entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey());
      entry.put("dtype", type.name());
      ArrayNode shape = entry.putArray("shape");
      LongStream.of(shapes.get(tensor.getKey())).forEach(shape::add);
      long end = at + tensor.getValue() * type.bits() / 8;
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String text = JSON.writeValueAsString(header);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    String padding = " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);
    return (text + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Long> counts(Map<String, long[]> shapes) {
    Map<String, Long> counts = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> counts.put(name, LongStream.of(shape).reduce(1, Math::multiplyExact)));
    return counts;
  }

  private static byte[] bytes(float[] values, DataType type) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bits() / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (type == DataType.F32) {
        bytes.putFloat(value);
      } else {
        bytes.putShort(brain(value));
      }
    }
    return bytes.array();
  }

  /** The nearest brain float, the even one of two. */
  static short brain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    int odd = (bits >>> 16) & 1;
    return (short) ((bits + 0x7FFF + odd) >>> 16);
  }
}
