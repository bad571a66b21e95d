package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged checkpoints; each seed is fixed, so a failure repeats. */
class MutantModelsTest {
  @TempDir Path folder;

  @Test
  void damagedSafetensorsHeadersAreRefusedCleanly() throws IOException {
    List<byte[]> headers = new ArrayList<>();
    for (byte[] file : safetensors()) {
      int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      headers.add(Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + length));
    }
    int refused =
        new Mutants(101, headers)
            .check(2_000, header -> SafetensorsHeader.parse("mutant", header, 16));
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void damagedSafetensorsFilesAreRefusedCleanly() throws IOException {
    Path file = folder.resolve("mutant.safetensors");
    int refused =
        new Mutants(102, safetensors())
            .check(
                1_000,
                bytes -> {
                  write(file, bytes);
                  try (Arena arena = Arena.ofConfined()) {
                    SafetensorsFile.map(file, arena).tensors().stream()
                        .filter(tensor -> tensor.type().isReadable())
                        .forEach(Tensor::toFloats);
                  }
                });
    assertThat(refused).isGreaterThan(700);
  }

  @Test
  void damagedConfigurationsAreRefusedCleanly() {
    List<byte[]> configs =
        Stream.of("tiny-asr", "tiny-asr-hf", "tiny-aligner", "tiny-qwen3")
            .map(model -> read(GoldenModels.golden(model + "/config.json")))
            .toList();
    int refused =
        new Mutants(103, configs)
            .check(
                1_000,
                config ->
                    ExpectedTensors.of(
                        new ConfigFiles(Path.of("mutant"), config, null, null).parse()));
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void damagedSiblingsOfTheConfigurationAreRefusedCleanly() {
    byte[] config = read(GoldenModels.golden("tiny-aligner/config.json"));
    List<byte[]> siblings =
        List.of(
            read(GoldenModels.golden("tiny-asr-hf/processor_config.json")),
            read(GoldenModels.golden("tiny-asr-hf/generation_config.json")));
    int refused =
        new Mutants(104, siblings)
            .check(500, sibling -> new ConfigFiles(Path.of("m"), config, sibling, sibling).parse());
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void damagedIndexesAreRefusedCleanly() {
    Path copy = GoldenModels.copy(GoldenModels.SHARDED, folder.resolve("sharded"));
    Path index = copy.resolve("model.safetensors.index.json");
    int refused =
        new Mutants(105, List.of(read(index)))
            .check(
                300,
                bytes -> {
                  write(index, bytes);
                  Checkpoint.open(copy).close();
                });
    assertThat(refused).isGreaterThan(150);
  }

  private static List<byte[]> safetensors() throws IOException {
    try (Stream<Path> files = Files.list(GoldenModels.golden("safetensors-cases"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ok-"))
          .sorted()
          .map(MutantModelsTest::read)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
