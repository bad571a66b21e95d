package dev.hark.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PieceSplitterTest {
  @Test
  void wordsWithSpacesStayWhole() {
    assertThat(runs("It's a well-known URL: https://a.b/c?d=e&f"))
        .containsExactly("It's", "a", "well-known", "URL:", "https://a.b/c?d=e&f");
  }

  @Test
  void chineseBreaksBetweenCharactersButNotBeforeClosingMarks() {
    assertThat(runs("他说：「你好！」3月")).containsExactly("他", "说：", "「你", "好！」", "3", "月");
  }

  @Test
  void katakanaWordsAndSyllablesStayWhole() {
    assertThat(runs("データセットと、ちょっと")).containsExactly("データセット", "と、", "ちょっ", "と");
  }

  @Test
  void thaiBreaksBetweenWords() {
    assertThat(runs("ภาษาไทยง่าย")).containsExactly("ภาษา", "ไทย", "ง่าย");
  }

  @Test
  void anEmojiFamilyIsOneCharacter() {
    String family = "👩‍👩‍👧‍👦";
    assertThat(runs(family + family)).containsExactly(family, family);
    assertThat(Columns.of(family)).isEqualTo(2);
  }

  @Test
  void widthsFollowTheScript() {
    assertThat(Columns.of("abc")).isEqualTo(3);
    assertThat(Columns.of("你好")).isEqualTo(4);
    assertThat(Columns.of("한글")).isEqualTo(4);
    assertThat(Columns.of("e\u0301")).isEqualTo(1);
    assertThat(Columns.of("ｶﾅ")).isEqualTo(2);
    assertThat(Columns.of("مرحبا")).isEqualTo(5);
  }

  @Test
  void controlCharactersAndLoneSurrogatesAreDropped() {
    assertThat(PieceSplitter.clean(" a\u0000b\r\n\tc\ud800d\u00a0 e ")).isEqualTo("ab cd e");
  }

  private static List<String> runs(String text) {
    return PieceSplitter.split(text).stream().map(PieceSplitter.Run::text).toList();
  }
}
