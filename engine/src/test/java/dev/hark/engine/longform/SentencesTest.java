package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Segment;
import dev.hark.engine.Word;
import dev.hark.engine.align.AlignmentUnit;
import dev.hark.engine.align.TranscriptWord;
import dev.hark.engine.align.TranscriptWords;
import dev.hark.engine.align.WordRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  @Test
  void sentencesEndAtTheirMarks() {
    assertThat(sentences("So? \"Yes!\" he said. Then (at last.) he left\u2026 Done", "English"))
        .containsExactly("So?", "\"Yes!\"", "he said.", "Then (at last.) he left\u2026", "Done");
  }

  @Test
  void abbreviationsInitialsAndNumbersEndNoSentence() {
    assertThat(sentences("Mr. Quilter met J. F. Kennedy at 3.14 p.m. on Monday. Fine.", "English"))
        .containsExactly("Mr. Quilter met J. F. Kennedy at 3.14 p.m. on Monday.", "Fine.");
  }

  @Test
  void chineseSentencesEndAtTheirMarks() {
    assertThat(sentences("\u4F60\u597D\u3002\u201C\u771F\u7684\uFF1F\u201D\u5BF9", "Chinese"))
        .containsExactly("\u4F60\u597D\u3002", "\u201C\u771F\u7684\uFF1F\u201D", "\u5BF9");
  }

  @Test
  void longPauseEndsASegment() {
    List<Word> words = List.of(word("one", 0, 500), word("two", 2_500, 3_000));

    assertThat(Sentences.split("one two", "English", words))
        .containsExactly(
            new Segment(
                Duration.ZERO, Duration.ofMillis(500), "one", "English", words.subList(0, 1)),
            new Segment(
                Duration.ofMillis(2_500),
                Duration.ofMillis(3_000),
                "two",
                "English",
                words.subList(1, 2)));
  }

  @Test
  void marksAroundTheWordsStayInTheText() {
    assertThat(sentences("\u2026 hm. \u2014 Oh! \uD83D\uDE00", "English"))
        .containsExactly("\u2026 hm. \u2014", "Oh! \uD83D\uDE00");
  }

  private static List<String> sentences(String text, String language) {
    List<AlignmentUnit> units = WordRules.create().forLanguage(language).split(text);
    List<Word> words = new ArrayList<>();
    for (TranscriptWord transcriptWord : TranscriptWords.of(text, units)) {
      words.add(word(transcriptWord.text(), words.size() * 100L, words.size() * 100L + 80));
    }
    return Sentences.split(text, language, words).stream().map(Segment::text).toList();
  }

  private static Word word(String text, long startMs, long endMs) {
    Duration start = Duration.ofMillis(startMs);
    Duration end = Duration.ofMillis(endMs);
    return new Word(text, start, end, start, end);
  }
}
