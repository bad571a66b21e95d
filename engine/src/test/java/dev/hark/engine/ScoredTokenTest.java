package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredTokenTest {
  @Test
  void tokensAreDividedWhereThePartsMeet() {
    assertThat(
            divided(
                "Hello. How are you?",
                List.of("Hello.", "How are you?"),
                "Hel",
                "lo",
                ".",
                " How",
                " are",
                " you",
                "?"))
        .isEqualTo("Hel|lo|. /  How| are| you|?");
  }

  @Test
  void tokenOverTwoPartsBelongsToTheFirst() {
    assertThat(divided("ab cd", List.of("ab", "cd"), "a", "b c", "d")).isEqualTo("a|b c / d");
  }

  @Test
  void textWithoutBlanksIsDividedByItsBytes() {
    assertThat(divided("你好。再见。", List.of("你好。", "再见。"), "你好", "。", "再", "见。"))
        .isEqualTo("你好|。 / 再|见。");
  }

  @Test
  void whatFollowsTheLastPartBelongsToIt() {
    assertThat(divided("a b", List.of("a"), "a", " b")).isEqualTo("a| b");
  }

  @Test
  void bytesOfAHalfCharacterAreAReplacementCharacter() {
    assertThat(new ScoredToken(1, List.of(0xe4, 0xbd), 0, List.of()).text()).isEqualTo("\uFFFD");
  }

  private static String divided(String text, List<String> parts, String... tokens) {
    List<ScoredToken> all = new ArrayList<>();
    for (String token : tokens) {
      List<Integer> bytes = new ArrayList<>();
      for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
        bytes.add(b & 0xff);
      }
      all.add(new ScoredToken(all.size(), bytes, -1, List.of()));
    }
    List<String> divided =
        ScoredToken.divide(all, text, parts).stream()
            .map(part -> String.join("|", part.stream().map(ScoredToken::text).toList()))
            .toList();
    return String.join(" / ", divided);
  }
}
