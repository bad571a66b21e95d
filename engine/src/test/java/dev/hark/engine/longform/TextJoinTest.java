package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TextJoinTest {
  @Test
  void languagesMergeLikeTheReference() {
    JsonNode golden =
        new JsonMapper().readTree(Path.of(System.getProperty("hark.golden"), "text/merge.json"));

    JsonNode cases = golden.get("merge_languages");
    assertThat(cases.size()).isEqualTo(11);
    for (JsonNode vector : cases) {
      List<String> input =
          vector
              .get("input")
              .valueStream()
              .map(name -> name.isNull() ? "" : name.stringValue())
              .toList();
      assertThat(TextJoin.languages(input))
          .as("%s", vector)
          .isEqualTo(vector.get("output").stringValue());
    }
  }

  @Test
  void wordsAreKeptApart() {
    assertThat(
            TextJoin.texts(
                List.of("first part.", "Second", "(third)", "\u00BFqu\u00E9?", "\"so\"")))
        .isEqualTo("first part. Second (third) \u00BFqu\u00E9? \"so\"");
    assertThat(TextJoin.texts(List.of("\uC548\uB155", "\uD558\uC138\uC694")))
        .isEqualTo("\uC548\uB155 \uD558\uC138\uC694");
  }

  @Test
  void closingMarksFollowDirectly() {
    assertThat(TextJoin.texts(List.of("well", ", yes", ")", "!", "\u201D", "%")))
        .isEqualTo("well, yes)!\u201D%");
  }

  @Test
  void scriptsWithoutSpacesGetNone() {
    assertThat(
            TextJoin.texts(
                List.of(
                    "\u4F60\u597D\u3002",
                    "\u4E16\u754C",
                    "OK",
                    "\u3042",
                    "\u0E44\u0E17\u0E22",
                    "\u0E14\u0E35")))
        .isEqualTo("\u4F60\u597D\u3002\u4E16\u754COK\u3042\u0E44\u0E17\u0E22\u0E14\u0E35");
    assertThat(TextJoin.texts(List.of("\u300A\u4E66\u300B", "Latin")))
        .isEqualTo("\u300A\u4E66\u300BLatin");
  }

  @Test
  void emptyTextsLeaveNoTrace() {
    assertThat(TextJoin.texts(List.of("", "a", "", "b", ""))).isEqualTo("a b");
    assertThat(TextJoin.texts(List.of())).isEmpty();
  }
}
