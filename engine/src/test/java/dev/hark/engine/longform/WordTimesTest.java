package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WordTimesTest {
  @Test
  void rawTimesAreShiftedAndRoundedLikeTheReference() {
    JsonNode golden =
        new JsonMapper().readTree(Path.of(System.getProperty("hark.golden"), "text/merge.json"));
    JsonNode cases = golden.get("offset_items");
    assertThat(cases.size()).isEqualTo(5);
    int compared = 0;
    for (JsonNode vector : cases) {
      double samples = vector.get("offset_sec").doubleValue() * 16_000;
      for (int i = 0; i < vector.get("items").size(); i++) {
        for (int k = 1; k <= 2; k++) {
          Duration time = seconds(vector.get("items").get(i).get(k));
          assertThat(WordTimes.raw(time, Math.round(samples)))
              .as("%s", vector)
              .isEqualTo(seconds(vector.get("result").get(i).get(k)));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(14);
  }

  @Test
  void repairedTimesAreShiftedExactly() {
    Word word =
        new Word(
            "a",
            Duration.ofMillis(80),
            Duration.ofMillis(160),
            Duration.ofMillis(80),
            Duration.ofMillis(80));

    Word shifted = WordTimes.shift(List.of(word), 16_001).getFirst();

    assertThat(shifted.start()).isEqualTo(Duration.ofNanos(1_080_062_500));
    assertThat(shifted.end()).isEqualTo(Duration.ofNanos(1_160_062_500));
    assertThat(shifted.rawStart()).isEqualTo(Duration.ofMillis(1_080));
  }

  private static Duration seconds(JsonNode value) {
    return Duration.ofMillis(value.decimalValue().movePointRight(3).longValueExact());
  }
}
