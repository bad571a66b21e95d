package dev.hark.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenJson;
import dev.hark.model.GoldenModels;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The published vectors, in both forms of the tokenizer files. */
class TokenizerGoldenTest {
  /** The vocabulary of the published recogniser ends before {@code <timestamp>}. */
  record Form(String name, Tokenizer tokenizer, boolean timestamp) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Form> FORMS =
      List.of(
          new Form("three files", Tokenizer.open(GoldenModels.ASR), false),
          new Form("one file", Tokenizer.open(GoldenModels.ASR_HF), true),
          new Form("aligner", Tokenizer.open(GoldenModels.ALIGNER), true));

  static List<Form> forms() {
    return FORMS;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void encodesAndDecodesEveryText(Form form) {
    List<JsonNode> lines = GoldenJson.lines("tokenizer/encode.jsonl");
    assertThat(lines).hasSize(985);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      if (!form.timestamp && lacksTimestamp(line)) {
        continue;
      }
      String text = line.get("text").stringValue();
      int[] ids = form.tokenizer().encode(text);
      assertThat(ids)
          .as("line %d, ids of \"%s\"", i + 1, text)
          .isEqualTo(GoldenJson.ints(line.get("ids")));
      assertThat(form.tokenizer().decode(ids, false))
          .as("line %d, text of \"%s\"", i + 1, text)
          .isEqualTo(line.get("decoded").stringValue());
      if (line.has("decoded_skip_special")) {
        assertThat(form.tokenizer().decode(ids, true))
            .as("line %d, text without special tokens of \"%s\"", i + 1, text)
            .isEqualTo(line.get("decoded_skip_special").stringValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void decodesEveryIdListAtOnceAndTokenByToken(Form form) {
    List<JsonNode> lines = GoldenJson.lines("tokenizer/decode.jsonl");
    assertThat(lines).hasSize(119);
    for (JsonNode line : lines) {
      if (!form.timestamp && lacksTimestamp(line)) {
        continue;
      }
      String name = line.get("name").stringValue();
      int[] ids = GoldenJson.ints(line.get("ids"));
      Tokenizer tokenizer = form.tokenizer;
      assertThat(tokenizer.decode(ids, false))
          .as(name)
          .isEqualTo(line.get("decoded").stringValue());
      String skipped = line.get("decoded_skip_special").stringValue();
      assertThat(tokenizer.decode(ids, true)).as(name).isEqualTo(skipped);
      assertThat(IntStream.of(ids).mapToObj(id -> HexFormat.of().formatHex(tokenizer.bytes(id))))
          .as(name)
          .containsExactlyElementsOf(GoldenJson.strings(line.get("token_bytes_hex")));
      assertStreamed(name, tokenizer, ids, skipped, line.get("prefix_decodes_skip_special"));
    }
  }

  private static void assertStreamed(
      String name, Tokenizer tokenizer, int[] ids, String whole, JsonNode prefixes) {
    StreamingDecoder decoder = tokenizer.streamingDecoder(true);
    StringBuilder streamed = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      streamed.append(decoder.accept(ids[i]));
      if (prefixes != null) {
        String prefix = prefixes.get(i).stringValue();
        assertThat(prefix).as("%s, prefix %d", name, i).startsWith(streamed);
        assertThat(prefix.substring(streamed.length()))
            .as("%s, held back at %d", name, i)
            .matches("\ufffd?");
      }
    }
    assertThat(streamed.append(decoder.finish())).as(name).hasToString(whole);
  }

  @Test
  void addedTokensHaveTheirIdsAndFlags() {
    JsonNode tokens = GoldenJson.read("tokenizer/added_tokens.json").get("tokens");
    assertThat(tokens.size()).isEqualTo(63);
    for (Form form : FORMS) {
      for (JsonNode token : tokens) {
        String content = token.get("content").stringValue();
        int id = token.get("id").intValue();
        if (!form.timestamp && id == 151705) {
          continue;
        }
        assertThat(form.tokenizer().id(content)).as(content).hasValue(id);
        assertThat(form.tokenizer().isSpecial(id))
            .as(content)
            .isEqualTo(token.get("special").booleanValue());
        assertThat(form.tokenizer().encodePlain(content)).as(content).doesNotContain(id);
      }
    }
  }

  @Test
  void smallTextModelEncodesItsPrompts() {
    Tokenizer tokenizer = Tokenizer.open(GoldenModels.QWEN3);
    List<JsonNode> lines = GoldenJson.lines("tiny-qwen3/cases.jsonl");
    assertThat(lines).isNotEmpty();
    for (JsonNode line : lines) {
      String name = line.get("name").stringValue();
      assertThat(tokenizer.encode(line.get("text").stringValue()))
          .as(name)
          .isEqualTo(GoldenJson.ints(line.get("ids")));
      assertThat(tokenizer.decode(GoldenJson.ints(line.get("generated_ids")), true))
          .as(name)
          .isEqualTo(line.get("generated_text_skip_special").stringValue());
    }
  }

  private static boolean lacksTimestamp(JsonNode line) {
    return IntStream.of(GoldenJson.ints(line.get("ids"))).anyMatch(id -> id == 151705);
  }
}
