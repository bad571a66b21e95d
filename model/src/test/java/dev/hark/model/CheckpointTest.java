package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckpointTest {
  @TempDir Path folder;

  @Test
  void tensorsOfTheOriginalLayoutHaveTheirBytesUnderNormalNames() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR)) {
      checkpoint.validate();
      compareWithListing(checkpoint, "tiny-asr");
      assertThat(checkpoint.names()).hasSize(80).doesNotContain("lm_head.weight");
    }
  }

  @Test
  void tensorsOfTheAlignerHaveTheirBytesUnderNormalNames() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ALIGNER)) {
      checkpoint.validate();
      compareWithListing(checkpoint, "tiny-aligner");
      assertThat(checkpoint.tensor("score.weight").hasShape(5000, 32)).isTrue();
    }
  }

  @Test
  void shardsAreReadAsOneCheckpoint() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.SHARDED)) {
      compareWithListing(checkpoint, "tiny-asr-sharded");
      assertThatThrownBy(checkpoint::validate)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("token 151676 of config.json has no embedding, vocab_size is 96");
    }
  }

  @Test
  void bothLayoutsGiveTheSameTensors() {
    try (Checkpoint original = Checkpoint.open(GoldenModels.ASR);
        Checkpoint flat = Checkpoint.open(GoldenModels.ASR_HF)) {
      flat.validate();
      assertThat(flat.names()).containsExactlyInAnyOrderElementsOf(original.names());
      for (String name : flat.names()) {
        assertThat(flat.tensor(name).segment().mismatch(original.tensor(name).segment()))
            .as(name)
            .isEqualTo(-1);
      }
    }
  }

  @Test
  void textModelHasTheDecoderNamesOfASpeechModel() {
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.QWEN3)) {
      checkpoint.validate();
      assertThat(checkpoint.names())
          .hasSize(35)
          .allMatch(name -> name.startsWith("model.language_model."));
    }
  }

  @Test
  void contentKeyFollowsTheContentAndNotThePlace() throws IOException {
    Path copy = GoldenModels.copy(GoldenModels.QWEN3, folder.resolve("copy"));
    String key = key(GoldenModels.QWEN3);
    assertThat(key).matches("[0-9a-f]{64}").isEqualTo(key(copy));
    byte[] weights = Files.readAllBytes(copy.resolve("model.safetensors"));
    weights[weights.length - 1] ^= 1;
    Files.write(copy.resolve("model.safetensors"), weights);
    assertThat(key(copy)).isNotEqualTo(key);
    weights[weights.length - 1] ^= 1;
    Files.write(copy.resolve("model.safetensors"), weights);
    assertThat(key(copy)).isEqualTo(key);
    Files.writeString(
        copy.resolve("config.json"), Files.readString(copy.resolve("config.json")) + " ");
    assertThat(key(copy)).isNotEqualTo(key);
  }

  @Test
  void contentKeysOfDifferentCheckpointsDiffer() {
    assertThat(
            java.util.stream.Stream.of(
                    GoldenModels.ASR,
                    GoldenModels.ASR_HF,
                    GoldenModels.ALIGNER,
                    GoldenModels.QWEN3,
                    GoldenModels.SHARDED)
                .map(CheckpointTest::key))
        .doesNotHaveDuplicates();
  }

  @Test
  void headThatIsNotTiedIsKeptAndAHeadThatIsMissingIsTied() throws IOException {
    Path untied = GoldenModels.copy(GoldenModels.ASR, folder.resolve("untied"));
    untie(untied);
    try (Checkpoint checkpoint = Checkpoint.open(untied)) {
      checkpoint.validate();
      assertThat(checkpoint.config().text().tiedHead()).isFalse();
      assertThat(checkpoint.tensor("lm_head.weight").hasShape(151936, 32)).isTrue();
    }
    Path headless = GoldenModels.copy(GoldenModels.ASR_HF, folder.resolve("headless"));
    untie(headless);
    try (Checkpoint checkpoint = Checkpoint.open(headless)) {
      checkpoint.validate();
      assertThat(checkpoint.config().text().tiedHead()).isTrue();
    }
  }

  @Test
  void wrongShapeIsReportedWithBothShapes() throws IOException {
    Path wrong = GoldenModels.copy(GoldenModels.QWEN3, folder.resolve("wrong"));
    replace(
        wrong.resolve("config.json"), "\"intermediate_size\": 160", "\"intermediate_size\": 96");
    try (Checkpoint checkpoint = Checkpoint.open(wrong)) {
      assertThatThrownBy(checkpoint::validate)
          .isInstanceOf(ModelException.class)
          .hasMessage(
              wrong
                  + ": tensor model.language_model.layers.0.mlp.gate_proj.weight has shape"
                  + " [160, 64], wanted [96, 64] by config.json");
    }
  }

  @Test
  void missingTensorIsReportedByName() throws IOException {
    Path deeper = GoldenModels.copy(GoldenModels.QWEN3, folder.resolve("deeper"));
    replace(deeper.resolve("config.json"), "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4");
    try (Checkpoint checkpoint = Checkpoint.open(deeper)) {
      assertThatThrownBy(checkpoint::validate)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(
              "has no tensor model.language_model.layers.3.input_layernorm.weight");
    }
  }

  @Test
  void weightsOfAnUnreadableTypeAreReported() throws IOException {
    Path wrong = GoldenModels.copy(GoldenModels.QWEN3, folder.resolve("integers"));
    Path weights = wrong.resolve("model.safetensors");
    String bytes = Files.readString(weights, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf("BF16", bytes.indexOf("\"model.norm.weight\""));
    Files.writeString(
        weights,
        bytes.substring(0, at) + " I16" + bytes.substring(at + 4),
        StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Checkpoint.open(wrong))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensor \"model.norm.weight\" has dtype \" I16\"");
    Files.writeString(
        weights,
        bytes.substring(0, at - 1) + " \"I16\"" + bytes.substring(at + 5),
        StandardCharsets.ISO_8859_1);
    try (Checkpoint checkpoint = Checkpoint.open(wrong)) {
      assertThatThrownBy(checkpoint::validate)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("norm.weight is stored as I16, wanted BF16, F16 or F32");
    }
  }

  @Test
  void incompleteFolderIsReportedByItsMissingFile() throws IOException {
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("nowhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not a folder");
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has no config.json");
    Path copy = GoldenModels.copy(GoldenModels.SHARDED, folder.resolve("sharded"));
    Files.delete(copy.resolve("model-00002-of-00002.safetensors"));
    assertThatThrownBy(() -> Checkpoint.open(copy))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("names model-00002-of-00002.safetensors, which is not in the folder");
    Files.delete(copy.resolve("model.safetensors.index.json"));
    assertThatThrownBy(() -> Checkpoint.open(copy))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void indexCannotReachOutsideItsFolder() throws IOException {
    Path copy = GoldenModels.copy(GoldenModels.SHARDED, folder.resolve("outside"));
    replace(
        copy.resolve("model.safetensors.index.json"),
        "\"model-00002-of-00002.safetensors\"",
        "\"../model-00002-of-00002.safetensors\"");
    assertThatThrownBy(() -> Checkpoint.open(copy))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("wanted the plain name of a .safetensors file");
  }

  @Test
  void tensorsEndWithTheirCheckpoint() {
    Checkpoint checkpoint = Checkpoint.open(GoldenModels.QWEN3);
    Tensor tensor = checkpoint.tensor("model.language_model.norm.weight");
    assertThat(tensor.toFloats()).hasSize(64);
    checkpoint.close();
    assertThatThrownBy(tensor::toFloats).isInstanceOf(IllegalStateException.class);
  }

  private static void compareWithListing(Checkpoint checkpoint, String golden) throws Exception {
    JsonNode file = new JsonMapper().readTree(GoldenModels.golden(golden + "/tensors.json"));
    JsonNode listing = file.has("tensors") ? file.get("tensors") : file;
    assertThat(listing.size()).isPositive();
    for (Map.Entry<String, JsonNode> entry : listing.properties()) {
      String name = TensorNames.normal(entry.getKey(), checkpoint.config());
      if (name.equals("lm_head.weight")) {
        continue;
      }
      JsonNode wanted = entry.getValue();
      Tensor tensor = checkpoint.tensor(name);
      byte[] bytes = tensor.segment().toArray(ValueLayout.JAVA_BYTE);
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
          .as(name)
          .isEqualTo(wanted.get("sha256").asString());
      assertThat(tensor.shape())
          .as(name)
          .containsExactly(wanted.get("shape").valueStream().mapToLong(JsonNode::asLong).toArray());
      if (wanted.has("sum_float64")) {
        double sum = 0;
        for (float value : tensor.toFloats()) {
          sum += value;
        }
        assertThat(sum).as(name).isCloseTo(wanted.get("sum_float64").asDouble(), within(sum));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double sum) {
    return org.assertj.core.data.Offset.offset(1e-9 * (1 + Math.abs(sum)));
  }

  private static String key(Path directory) {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return checkpoint.contentKey();
    }
  }

  private static void untie(Path directory) throws IOException {
    replace(
        directory.resolve("config.json"),
        "\"tie_word_embeddings\": true",
        "\"tie_word_embeddings\": false");
  }

  private static void replace(Path file, String old, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, by));
  }
}
