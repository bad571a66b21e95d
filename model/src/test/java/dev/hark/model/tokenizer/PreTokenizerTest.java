package dev.hark.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreTokenizerTest {
  /** The pattern itself, with white space spelled out as Unicode has it. */
  private static final Pattern PATTERN =
      Pattern.compile(
          PreTokenizer.PATTERN
              .replace("[^\\s\\p{L}", "[^\\p{IsWhite_Space}\\p{L}")
              .replace("\\s", "\\p{IsWhite_Space}")
              .replace("\\S", "\\P{IsWhite_Space}"));

  @Test
  void scannerCutsWhereThePatternDoes() {
    long seed = 41;
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      String text = RandomTexts.next(random);
      assertThat(scanned(text))
          .as("text %d of seed %d: %s", i, seed, RandomTexts.escaped(text))
          .isEqualTo(matched(text));
    }
  }

  @Test
  void everyCharacterIsOfTheKindThatThePatternSays() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < 0xD800 || c >= 0xE000) {
        String text = "a" + Character.toString(c) + "b 1" + Character.toString(c);
        if (!scanned(text).equals(matched(text))) {
          assertThat(scanned(text)).as("U+%04X", c).isEqualTo(matched(text));
        }
      }
    }
  }

  private static List<String> scanned(String text) {
    List<String> pieces = new ArrayList<>();
    PreTokenizer.split(text, pieces::add);
    return pieces;
  }

  private static List<String> matched(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }
}
