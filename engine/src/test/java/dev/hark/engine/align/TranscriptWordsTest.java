package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TranscriptWordsTest {
  private static final WordRules RULES = WordRules.create();

  @Test
  void wordsCarryTheirPunctuationAndCapitals() {
    assertThat(words("English", "Mr. Quilter said: \"We're glad\" (very!)  - so \u2014 am I..."))
        .containsExactly(
            "Mr.",
            "Quilter",
            "said:",
            "\"We're",
            "glad\"",
            "(very!)  -",
            "so \u2014",
            "am",
            "I...");
  }

  @Test
  void chinesePunctuationClingsToTheIdeographBeforeIt() {
    assertThat(
            words(
                "Chinese",
                "\u4ED6\u8BF4\uFF1A\u201C\u597D\uFF0C\u7528iPhone\uFF01\u201D\u300A\u4E66\u300B\u3002"))
        .containsExactly(
            "\u4ED6",
            "\u8BF4\uFF1A",
            "\u201C\u597D\uFF0C",
            "\u7528",
            "iPhone\uFF01\u201D",
            "\u300A\u4E66\u300B\u3002");
  }

  @Test
  void straightQuotesBetweenIdeographsOpenAndClose() {
    assertThat(words("Chinese", "\u8BF4\"\u597D\"\u4E86"))
        .containsExactly("\u8BF4", "\"\u597D\"", "\u4E86");
  }

  @Test
  void marksBeforeTheFirstAndAfterTheLastWordAreKept() {
    assertThat(words("Spanish", "\u2026 \u00BFQu\u00E9? \u00A1S\u00ED! \uD83D\uDE00"))
        .containsExactly("\u2026 \u00BFQu\u00E9?", "\u00A1S\u00ED! \uD83D\uDE00");
  }

  @Test
  void marksInsideAWordStayThere() {
    assertThat(words("English", "foo-bar 3.14 x\u2019s"))
        .containsExactly("foo-bar", "3.14", "x\u2019s");
  }

  @Test
  void vowelSignsThatTheModelDoesNotReadStayInTheirWord() {
    String hindi = "\u0939\u093F\u0928\u094D\u0926\u0940 \u0939\u0948";

    assertThat(words("Hindi", hindi)).containsExactly(hindi.split(" "));
  }

  @Test
  void noVisibleCharacterIsLostInGoldenTexts() {
    for (JsonNode vector : GoldenLines.read("text/align_words.jsonl")) {
      losesNothing(vector.get("language").stringValue(), vector.get("text").stringValue());
    }
  }

  @Test
  void noVisibleCharacterIsLostInRandomTexts() {
    String alphabet =
        "ab'\u00E9\u4E16\u754C\uAC00\uB098\u30AB\u3042\uD840\uDC00 \u00A0\t\n.,\uFF0C\u3002\"\u201C\u201D(\uFF08)$\u0301\uD83D\uDE001-";
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int[] letters = alphabet.codePoints().toArray();
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      String language = List.of("English", "Korean", "Japanese").get(seed % 3);
      losesNothing(language, text.toString());
    }
  }

  private static void losesNothing(String language, String text) {
    List<AlignmentUnit> units = RULES.forLanguage(language).split(text);
    List<TranscriptWord> words = TranscriptWords.of(text, units);

    assertThat(words).as("words of %s text <%s>", language, text).hasSameSizeAs(units);
    StringBuilder joined = new StringBuilder();
    int previousEnd = 0;
    for (int i = 0; i < words.size(); i++) {
      TranscriptWord word = words.get(i);
      joined.append(word.text());
      assertThat(word.start()).as("order in <%s>", text).isGreaterThanOrEqualTo(previousEnd);
      assertThat(word.start()).as("start in <%s>", text).isLessThanOrEqualTo(units.get(i).start());
      assertThat(word.end()).as("end in <%s>", text).isGreaterThanOrEqualTo(units.get(i).end());
      assertThat(word.text()).isEqualTo(text.substring(word.start(), word.end()));
      previousEnd = word.end();
    }
    if (!words.isEmpty()) {
      assertThat(visible(joined.toString())).as("text <%s>", text).isEqualTo(visible(text));
    }
  }

  private static String visible(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints().filter(c -> !Characters.isSpace(c)).forEach(result::appendCodePoint);
    return result.toString();
  }

  private static List<String> words(String language, String text) {
    return TranscriptWords.of(text, RULES.forLanguage(language).split(text)).stream()
        .map(TranscriptWord::text)
        .toList();
  }
}
