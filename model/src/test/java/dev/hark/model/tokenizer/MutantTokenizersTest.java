package dev.hark.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenModels;
import dev.hark.model.Mutants;
import dev.hark.model.json.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Damaged tokenizer files; each seed is fixed, so a failure repeats. */
class MutantTokenizersTest {
  private static final String TEXT = "Hello, \u4e16\u754c <|im_end|> x";

  @Test
  void damagedTokenizerJsonIsRefusedCleanly() throws IOException {
    byte[] good = Files.readAllBytes(GoldenModels.QWEN3.resolve("tokenizer.json"));
    int refused =
        new Mutants(201, List.of(good))
            .check(1_000, file -> use(TokenizerJson.parse("tokenizer.json", file)));
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void damagedFormOfThreeFilesIsRefusedCleanly() throws IOException {
    JsonNode model =
        new JsonMapper().readTree(GoldenModels.QWEN3.resolve("tokenizer.json")).get("model");
    byte[] vocabulary = model.get("vocab").toString().getBytes(StandardCharsets.UTF_8);
    StringBuilder merges = new StringBuilder("#version: 0.2\n");
    model.get("merges").forEach(merge -> merges.append(merge.stringValue()).append('\n'));
    byte[] mergesFile = merges.toString().getBytes(StandardCharsets.UTF_8);
    byte[] config = Files.readAllBytes(GoldenModels.QWEN3.resolve("tokenizer_config.json"));
    use(threeFiles(vocabulary, mergesFile, config));
    int refused =
        new Mutants(202, List.of(vocabulary))
            .check(400, file -> use(threeFiles(file, mergesFile, config)));
    assertThat(refused).isGreaterThan(200);
    refused =
        new Mutants(203, List.of(mergesFile))
            .check(400, file -> use(threeFiles(vocabulary, file, config)));
    assertThat(refused).isGreaterThan(200);
    refused =
        new Mutants(204, List.of(config))
            .check(400, file -> use(threeFiles(vocabulary, mergesFile, file)));
    assertThat(refused).isGreaterThan(200);
  }

  private static TokenizerFiles threeFiles(byte[] vocabulary, byte[] merges, byte[] config) {
    return new TokenizerFiles(
        "vocab.json",
        TokenizerJson.vocabulary("vocab.json", vocabulary),
        TokenizerFiles.merges("merges.txt", merges),
        TokenizerFiles.addedTokens(JsonFile.object("tokenizer_config.json", config)));
  }

  private static void use(TokenizerFiles files) {
    Tokenizer tokenizer = Tokenizer.of(files);
    int[] ids = tokenizer.encode(TEXT);
    String text = tokenizer.decode(ids, false);
    assertThat(text).hasSizeLessThan(1_000);
  }
}
