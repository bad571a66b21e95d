package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenTextTest {
  @Test
  void languageLineIsHeldBackHoweverItIsPortioned() {
    String output = "language English<asr_text>Hello, <asr_text> world.";
    for (int portion = 1; portion <= output.length(); portion++) {
      assertThat(heard(output, portion, false)).isEqualTo("Hello, <asr_text> world.");
    }
  }

  @Test
  void withALanguageInThePromptEverythingIsText() {
    assertThat(heard("Hello.", 2, true)).isEqualTo("Hello.");
  }

  @Test
  void outputWithoutTextIsNotHeard() {
    assertThat(heard("language None<asr_text>", 3, false)).isEmpty();
    assertThat(heard("foo bar", 3, false)).isEmpty();
  }

  private static String heard(String output, int portion, boolean forced) {
    StringBuilder heard = new StringBuilder();
    SpokenText text = SpokenText.create(forced, delta -> heard.append(delta.text()));
    for (int i = 0; i < output.length(); i += portion) {
      text.accept(
          new TextDelta(output.substring(i, Math.min(output.length(), i + portion)), List.of()));
    }
    return heard.toString();
  }
}
