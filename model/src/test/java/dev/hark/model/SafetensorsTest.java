package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SafetensorsTest {
  private static final Path CASES = GoldenModels.golden("safetensors-cases");

  /** What the message of each bad file must say. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("bad-empty-file", "has 0 bytes, a safetensors file has at least 8"),
          Map.entry("bad-seven-bytes", "has 7 bytes, a safetensors file has at least 8"),
          Map.entry("bad-header-longer-than-file", "but only 2 follow; the file is truncated"),
          Map.entry("bad-header-length-huge", "more than the 100000000 of the format"),
          Map.entry(
              "bad-header-length-negative-as-signed", "more than the 100000000 of the format"),
          Map.entry("bad-header-not-json", "is not acceptable JSON"),
          Map.entry("bad-header-not-object", "is not a JSON object"),
          Map.entry("bad-header-invalid-utf8", "is not valid UTF-8"),
          Map.entry("bad-offset-beyond-file", "bytes follow the header; the file is truncated"),
          Map.entry("bad-size-mismatch", "but its data_offsets span"),
          Map.entry("bad-begin-after-end", "and ends before it at byte"),
          Map.entry("bad-negative-offset", "has data_offsets with -"),
          Map.entry("bad-negative-shape", "has a shape with -"),
          Map.entry("bad-shape-overflow", "more elements than a file can hold"),
          Map.entry("bad-overlapping", ", inside tensor "),
          Map.entry("bad-hole", "belong to no tensor"),
          Map.entry("bad-trailing-bytes", "follow the last tensor and belong to none"),
          Map.entry("bad-unknown-dtype", "which the format does not know"),
          Map.entry("bad-missing-shape", "has no shape"),
          Map.entry("bad-duplicate-name", "Duplicate Object property \"a\""));

  @TempDir Path folder;

  private static JsonNode index() {
    return new JsonMapper().readTree(CASES.resolve("index.json"));
  }

  static Stream<String> validFiles() {
    return index().get("valid").propertyNames().stream();
  }

  static Stream<String> invalidFiles() {
    return index().get("invalid").propertyNames().stream();
  }

  @ParameterizedTest
  @MethodSource("validFiles")
  void loadsValidFile(String file) {
    JsonNode wanted = index().get("valid").get(file);
    try (Arena arena = Arena.ofConfined()) {
      var tensors = SafetensorsFile.map(CASES.resolve(file), arena).tensors();
      assertThat(tensors).extracting(Tensor::name).hasSameElementsAs(wanted.propertyNames());
      for (Tensor tensor : tensors) {
        JsonNode values = wanted.get(tensor.name());
        float[] floats = tensor.toFloats();
        assertThat(floats).as(tensor.name()).hasSize(values.size());
        for (int i = 0; i < floats.length; i++) {
          float value =
              values.get(i).isString()
                  ? Float.parseFloat(values.get(i).asString())
                  : values.get(i).floatValue();
          assertThat(Float.floatToIntBits(floats[i]))
              .as("%s[%d] = %s", tensor.name(), i, floats[i])
              .isEqualTo(Float.floatToIntBits(value));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("invalidFiles")
  void refusesInvalidFile(String file) {
    String message = MESSAGES.get(file.replace(".safetensors", ""));
    assertThat(message).as("expected message of %s", file).isNotNull();
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> SafetensorsFile.map(CASES.resolve(file), arena))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(file)
          .hasMessageContaining(message)
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void everyDataTypeOfTheFormatIsRecognised() throws IOException {
    for (DataType type : DataType.values()) {
      Path file = folder.resolve(type + ".safetensors");
      int bytes = type.bits(); // eight elements
      write(
          file,
          "{\"a\":{\"dtype\":\"%s\",\"shape\":[8],\"data_offsets\":[0,%d]}}".formatted(type, bytes),
          new byte[bytes]);
      try (Arena arena = Arena.ofConfined()) {
        Tensor tensor = SafetensorsFile.map(file, arena).tensors().getFirst();
        if (type.isReadable()) {
          assertThat(tensor.toFloats()).as(type.toString()).containsOnly(0f).hasSize(8);
        } else {
          assertThatThrownBy(tensor::toFloats)
              .isInstanceOf(ModelException.class)
              .hasMessageContaining("tensor a is stored as " + type);
        }
      }
    }
  }

  @Test
  void rangesOfATensorEqualItsPartsAtOddAlignment() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(1 + 2 * 20_000).order(ByteOrder.LITTLE_ENDIAN);
    data.put((byte) 7);
    for (int i = 0; i < 20_000; i++) {
      data.putShort(Float.floatToFloat16(i % 2000 * 0.5f));
    }
    Path file = folder.resolve("odd.safetensors");
    write(
        file,
        """
        {"u":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
        "h":{"dtype":"F16","shape":[200,100],"data_offsets":[1,40001]}}\
        """,
        data.array());
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = SafetensorsFile.map(file, arena).tensors().get(1);
      float[] all = tensor.toFloats();
      assertThat(all[1999]).isEqualTo(999.5f);
      float[] part = new float[9_002];
      tensor.copyFloats(10_500, part, 1, 9_000);
      assertThat(part[0]).isZero();
      assertThat(part[9_001]).isZero();
      for (int i = 0; i < 9_000; i++) {
        assertThat(part[i + 1]).as("element %d", i).isEqualTo(all[10_500 + i]);
      }
      assertThatThrownBy(() -> tensor.copyFloats(19_999, part, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void tensorBeyondTwoGibibytesIsRead() throws IOException {
    long hole = (1L << 31) + 4096; // stays unwritten, so that the file takes no space
    String header =
        """
        {"zeros":{"dtype":"BF16","shape":[%d],"data_offsets":[0,%d]},
        "end":{"dtype":"F32","shape":[2],"data_offsets":[%d,%d]}}\
        """
            .formatted(hole / 2, hole, hole, hole + 8);
    Path file = folder.resolve("big.safetensors");
    write(file, header, new byte[0]);
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(end.putFloat(-2).flip(), channel.size() + hole);
    }
    try (Arena arena = Arena.ofConfined()) {
      List<Tensor> tensors = SafetensorsFile.map(file, arena).tensors();
      assertThat(tensors.getLast().toFloats()).containsExactly(1.5f, -2f);
      float[] last = {7, 7};
      tensors.getFirst().copyFloats(hole / 2 - 2, last, 0, 2);
      assertThat(last).containsExactly(0, 0);
    }
  }

  static void write(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    Files.write(file, bytes.array());
  }
}
