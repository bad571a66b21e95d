package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class OutputParserTest {
  static List<JsonNode> vectors() {
    return GoldenJson.lines("text/parse.jsonl");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void outputIsReadAsInTheOfficialCode(JsonNode vector) {
    String raw = GoldenJson.string(vector, "raw").orElse("");
    Optional<String> forced = GoldenJson.string(vector, "forced");
    ParsedOutput parsed =
        forced
            .map(language -> OutputParser.parse(raw, language))
            .orElseGet(() -> OutputParser.parse(raw));
    assertThat(parsed)
        .isEqualTo(
            new ParsedOutput(
                vector.get("language").stringValue(), vector.get("text").stringValue()));
  }

  @Test
  void leakedMarkIsTakenOut() {
    assertThat(OutputParser.withoutNonSpeech("<non_speech> a <non_speech>b")).isEqualTo("a b");
    assertThat(OutputParser.withoutNonSpeech(" a ")).isEqualTo(" a ");
  }
}
