package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {
  private static final AudioEncoderConfig AUDIO =
      new AudioEncoderConfig(64, 2, 4, 128, 32, 128, 24, 100, 800);
  private static final TextDecoderConfig TEXT =
      new TextDecoderConfig(32, 3, 4, 2, 32, 160, 151936, 65536, 1e-6f, 1e6, true);

  @Test
  void originalLayoutOfARecogniserIsRead() {
    AsrConfig config = (AsrConfig) ModelConfig.open(GoldenModels.ASR);
    assertThat(config.audio()).isEqualTo(AUDIO);
    assertThat(config.text()).isEqualTo(TEXT);
    assertThat(config.audioTokenId()).isEqualTo(151676);
    assertThat(config.audioStartTokenId()).isEqualTo(151669);
    assertThat(config.audioEndTokenId()).isEqualTo(151670);
    assertThat(config.stopTokenIds()).containsExactlyInAnyOrder(151643, 151645);
    assertThat(config.supportedLanguages()).hasSize(30).startsWith("Chinese", "English");
    assertThat(AUDIO.convBands()).isEqualTo(16);
    assertThat(AUDIO.headDim()).isEqualTo(16);
  }

  @Test
  void flatLayoutOfARecogniserIsReadInBothSpellings() throws IOException {
    AsrConfig config = (AsrConfig) ModelConfig.open(GoldenModels.ASR_HF);
    assertThat(config.audio()).isEqualTo(AUDIO);
    assertThat(config.text()).isEqualTo(TEXT);
    assertThat(config.supportedLanguages()).isEmpty();
    assertThat(config.stopTokenIds()).containsExactlyInAnyOrder(151643, 151645);
    Path other = GoldenModels.ASR_HF.resolve("config.alternative-spelling.json");
    assertThat(parse(Files.readString(other)))
        .isEqualTo(
            new AsrConfig(AUDIO, TEXT, 151676, 151669, 151670, List.of(151643, 151645), List.of()));
  }

  @Test
  void originalLayoutOfAnAlignerIsRead() {
    AlignerConfig config = (AlignerConfig) ModelConfig.open(GoldenModels.ALIGNER);
    assertThat(config.audio().layers()).isEqualTo(3);
    assertThat(config.text().vocabularySize()).isEqualTo(152064);
    assertThat(config.text().tiedHead()).isFalse();
    assertThat(config.classes()).isEqualTo(5000);
    assertThat(config.millisPerClass()).isEqualTo(80);
    assertThat(config.timestampTokenId()).isEqualTo(151705);
    assertThat(config.supportedLanguages()).hasSize(11);
  }

  @Test
  void flatLayoutOfAnAlignerCountsItsLabelsAndReadsTheDurationFromTheProcessor()
      throws IOException {
    String flat = Files.readString(GoldenModels.ASR_HF.resolve("config.json"));
    String aligner =
        flat.replace("Qwen3ASRForConditionalGeneration", "Qwen3ASRForTokenClassification")
            .replaceFirst("\\{", "{\"id2label\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"},");
    AlignerConfig config =
        (AlignerConfig)
            new ConfigFiles(
                    Path.of("flat"),
                    bytes(aligner),
                    null,
                    bytes("{\"timestamp_segment_time\": 40.0}"))
                .parse();
    assertThat(config.classes()).isEqualTo(3);
    assertThat(config.millisPerClass()).isEqualTo(40);
    assertThat(((AlignerConfig) parse(aligner)).millisPerClass()).isEqualTo(80);
  }

  @Test
  void textModelIsRead() {
    assertThat(ModelConfig.open(GoldenModels.QWEN3))
        .isEqualTo(
            new TextModelConfig(
                new TextDecoderConfig(64, 3, 4, 2, 32, 160, 640, 40960, 1e-6f, 1e6, true),
                List.of(602, 600)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model_type\": \"qwen3\" | \"model_type\": \"gpt2\" | model_type is \"gpt2\", which is not supported",
        "\"hidden_act\": \"silu\" | \"hidden_act\": \"relu\" | hidden_act is \"relu\", only \"silu\" is supported",
        "\"attention_bias\": false | \"attention_bias\": true | attention_bias is true, which is not supported",
        "\"head_dim\": 32 | \"head_dim\": \"32\" | head_dim is \"32\", wanted a whole number",
        "\"head_dim\": 32 | \"head_dim\": 0 | head_dim is 0, wanted 1 to 1048576",
        "\"head_dim\": 32 | \"head_dim\": 33 | head_dim 33 do not fit together",
        "\"head_dim\": 32, | `` | has no head_dim, wanted a whole number",
        "\"hidden_size\": 64 | \"hidden_size\": 1e99 | hidden_size is 1.0E99, wanted a whole number",
        "\"hidden_size\": 64 | \"hidden_size\": 99999999999 | hidden_size is 99999999999, wanted a whole number",
        "\"rope_theta\": 1000000.0, | `` | has no rope_theta",
        "\"rope_scaling\": null | \"rope_scaling\": {\"rope_type\": \"yarn\"} | rope_type is \"yarn\", only \"default\" is supported",
        "\"rope_scaling\": null | \"rope_scaling\": {\"type\": \"yarn\"} | type is \"yarn\"",
        "\"rope_scaling\": null | \"quantization_config\": {} | quantization_config is present",
        "\"rms_norm_eps\": 1e-06 | \"rms_norm_eps\": -1 | rms_norm_eps is -1.0, wanted more than 0",
        "\"bos_token_id\": 600 | \"eos_token_id\": 600 | is not acceptable JSON (Duplicate Object property",
      })
  void unusableTextModelIsRefused(String old, String by, String message) throws IOException {
    String good = Files.readString(GoldenModels.QWEN3.resolve("config.json"));
    assertThat(good).contains(old);
    assertThatThrownBy(() -> parse(good.replace(old, by)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"d_model\": 64 | \"d_model\": 66 | d_model 66 does not divide into 4 heads",
        "\"activation_function\": \"gelu\" | \"activation_function\": \"relu\" | only \"gelu\" is supported",
        "\"n_window_infer\": 800 | \"n_window_infer\": 850 | wanted a multiple of 100",
        "\"output_dim\": 32 | \"output_dim\": 64 | output_dim is 64 and the decoder's hidden_size 32",
        "\"audio_config\": { | \"audio_configuration\": { | has no thinker_config.audio_config",
      })
  void unusableRecogniserIsRefused(String old, String by, String message) throws IOException {
    String good = Files.readString(GoldenModels.ASR.resolve("config.json"));
    assertThat(good).contains(old);
    assertThatThrownBy(() -> parse(good.replace(old, by)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  private static ModelConfig parse(String config) {
    return new ConfigFiles(Path.of("folder"), bytes(config), null, null).parse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
