package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WordSplitterTest {
  private static final WordRules RULES = WordRules.create();

  @Test
  void goldenWordsAreSplitAlike() {
    List<JsonNode> cases = GoldenLines.read("text/align_words.jsonl");

    assertThat(cases).hasSize(66);
    for (JsonNode vector : cases) {
      assertThat(words(vector.get("language").stringValue(), vector.get("text").stringValue()))
          .as("words of %s", vector)
          .isEqualTo(GoldenLines.strings(vector.get("words")));
    }
  }

  @Test
  void tinyAlignerTextsAreSplitAlike() {
    List<JsonNode> cases = GoldenLines.read("tiny-aligner/vectors/cases.jsonl");

    assertThat(cases).hasSize(8);
    for (JsonNode vector : cases) {
      assertThat(words(vector.get("language").stringValue(), vector.get("text").stringValue()))
          .as("words of %s", vector.get("case"))
          .isEqualTo(GoldenLines.strings(vector.get("words")));
    }
  }

  @Test
  void unitsStandInTheTranscriptWhereTheySay() {
    for (JsonNode vector : GoldenLines.read("text/align_words.jsonl")) {
      String text = vector.get("text").stringValue();
      int previousEnd = 0;
      for (AlignmentUnit unit :
          RULES.forLanguage(vector.get("language").stringValue()).split(text)) {
        StringBuilder kept = new StringBuilder();
        text.substring(unit.start(), unit.end())
            .codePoints()
            .filter(Characters::isKept)
            .forEach(kept::appendCodePoint);
        assertThat(kept).as("range of %s in %s", unit, text).hasToString(unit.text());
        assertThat(unit.start())
            .as("order of %s in %s", unit, text)
            .isGreaterThanOrEqualTo(previousEnd);
        previousEnd = unit.end();
      }
    }
  }

  @Test
  void koreanWordListCutsBehindItsLongestWord(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(KoreanDictionary.FILE_NAME);
    Files.writeString(file, "\uAC00\uB098 10 x\n\uAC00\uB098\uB2E4\uB77C\t10 x\n\n\uB9C8 10 x\n");
    WordSplitter korean = WordRules.create(KoreanDictionary.read(file)).korean();

    assertThat(
            korean.split(
                "\uAC00\uB098\uB2E4\uB77C\uB9C8. \uAC00\uB098\uB2E4 \uAC00\uB098! \uB9C8\uBC14\uC0AC"))
        .containsExactly(
            new AlignmentUnit("\uAC00\uB098\uB2E4\uB77C", 0, 4),
            new AlignmentUnit("\uB9C8", 4, 5),
            new AlignmentUnit("\uAC00\uB098", 7, 9),
            new AlignmentUnit("\uB2E4", 9, 10),
            new AlignmentUnit("\uAC00\uB098", 11, 13),
            new AlignmentUnit("\uB9C8\uBC14\uC0AC", 15, 18));
  }

  @Test
  void missingWordListIsReported(@TempDir Path folder) {
    assertThatThrownBy(() -> KoreanDictionary.read(folder.resolve("absent.dict")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void japaneseWordsAreFoundWithoutSpaces() {
    assertThat(
            words("Japanese", "\u6771\u4EAC\u90FD\u306B\u4F4F\u3093\u3067\u3044\u307E\u3059\u3002"))
        .containsExactly(
            "\u6771\u4EAC", "\u90FD", "\u306B", "\u4F4F\u3093", "\u3067", "\u3044", "\u307E\u3059");
  }

  @Test
  void japaneseHalfWidthKanaAreReadFullWidthAtTheirOldPlace() {
    String text = "\uFF76\uFF9E\uFF97\uFF7D\u3001\u7A93";

    assertThat(RULES.japanese().split(text))
        .containsExactly(
            new AlignmentUnit("\u30AC\u30E9\u30B9", 0, 4), new AlignmentUnit("\u7A93", 5, 6));
  }

  @Test
  void japaneseTextWithoutAnyWordHasNoUnits() {
    assertThat(words("Japanese", "")).isEmpty();
    assertThat(words("Japanese", "\u3002\u3001 \u2026")).isEmpty();
  }

  @Test
  void anotherJapaneseSegmenterCanBePluggedIn() {
    WordRules rules =
        RULES.withJapanese(text -> List.of(new AlignmentUnit(text, 0, text.length())));

    assertThat(rules.forLanguage("japanese").split("\u65E5\u672C"))
        .containsExactly(new AlignmentUnit("\u65E5\u672C", 0, 2));
  }

  private static List<String> words(String language, String text) {
    return RULES.forLanguage(language).split(text).stream().map(AlignmentUnit::text).toList();
  }
}
