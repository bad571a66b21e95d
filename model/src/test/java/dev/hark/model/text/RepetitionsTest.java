package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.hark.model.GoldenJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RepetitionsTest {
  @Test
  void loopsAreReducedAsInTheOfficialCode() {
    List<JsonNode> vectors = GoldenJson.lines("text/repetitions.jsonl");
    assertThat(vectors).hasSizeGreaterThan(100);
    for (int i = 0; i < vectors.size(); i++) {
      JsonNode vector = vectors.get(i);
      String input = vector.get("input").stringValue();
      String fixed =
          vector.has("threshold")
              ? Repetitions.fix(input, vector.get("threshold").intValue())
              : Repetitions.fix(input);
      assertThat(fixed)
          .as("line %d: %s", i + 1, input)
          .isEqualTo(vector.get("output").stringValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abcdefghijklmnopqrs", "aab", "abcdefghijklmnopqrstu"})
  void megabyteOfOnePatternTakesNoMoreThanAMoment(String pattern) {
    String text = pattern.repeat(1_000_000 / pattern.length());
    String almost = (pattern.repeat(19) + "#").repeat(1_000_000 / pattern.length() / 20);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String wanted = pattern.length() <= 20 ? pattern : text;
          assertThat(Repetitions.fix(text).equals(wanted)).isTrue();
          assertThat(Repetitions.fix(almost)).hasSizeLessThanOrEqualTo(almost.length());
        });
  }
}
