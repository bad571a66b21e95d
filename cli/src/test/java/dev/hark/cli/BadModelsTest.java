package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadModelsTest {
  @TempDir private Path folder;
  private Path model;
  private Path weights;

  @BeforeEach
  void copyTheModel() {
    model = GoldenModels.copy(GoldenModels.ASR, folder.resolve("model"));
    weights = model.resolve("model.safetensors");
  }

  private void refused(String reason) {
    Path out = folder.resolve("out");
    Cli.Run run =
        Cli.run(
            "transcribe",
            Cli.JFK.toString(),
            "-m",
            model.toString(),
            "-o",
            out.toString(),
            "--cache-dir",
            folder.resolve("cache").toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.MODEL);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).singleElement().asString().startsWith("hark: ").contains(reason);
    assertThat(out).isEmptyDirectory();
    assertThat(folder.resolve("cache/compiled"))
        .satisfiesAnyOf(
            cache -> assertThat(cache).doesNotExist(),
            cache -> assertThat(cache).isEmptyDirectory());
  }

  /** Changes the header of the weights without changing its length. */
  private void changeHeader(UnaryOperator<String> change) throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    int length = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    byte[] changed = change.apply(header).getBytes(StandardCharsets.UTF_8);
    assertThat(changed).hasSize(length).isNotEqualTo(header.getBytes(StandardCharsets.UTF_8));
    System.arraycopy(changed, 0, bytes, 8, length);
    Files.write(weights, bytes);
  }

  @Test
  void withoutConfiguration() throws IOException {
    Files.delete(model.resolve("config.json"));
    refused("config.json");
  }

  @Test
  void unknownNameWithoutNetwork() {
    model = Path.of("qwen3-asr-0.6b");
    refused("downloads are off");
  }

  @Test
  void truncatedWeights() throws IOException {
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100_000));
    refused("model.safetensors");
  }

  @Test
  void hugeHeader() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 60);
    Files.write(weights, bytes);
    refused("model.safetensors");
  }

  @Test
  void overlappingTensors() throws IOException {
    changeHeader(header -> {
      Matcher offsets = Pattern.compile("\"data_offsets\":\\[(\\d+),(\\d+)]").matcher(header);
      String last = "";
      int at = 0;
      while (offsets.find()) {
        if (offsets.group(1).length() == offsets.group(2).length()
            && !offsets.group(1).equals("0")) {
          last = offsets.group(1);
          at = offsets.start(1);
        }
      }
      long earlier = Long.parseLong(last) - 64;
      return header.substring(0, at) + earlier + header.substring(at + last.length());
    });
    refused("model.safetensors");
  }

  @Test
  void wrongElementType() throws IOException {
    changeHeader(header -> header.replaceFirst("\"BF16\"", "\"BOOL\""));
    refused("model.safetensors");
  }

  @Test
  void vocabularyWithHoles() throws IOException {
    Path vocabulary = model.resolve("vocab.json");
    String text = Files.readString(vocabulary);
    String holed = text.replaceFirst(": 77,", ": 99999999,").replaceFirst(":77,", ":99999999,");
    assertThat(holed).isNotEqualTo(text);
    Files.writeString(vocabulary, holed);
    refused("vocab.json");
  }
}
