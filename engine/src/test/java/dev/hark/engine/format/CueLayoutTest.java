package dev.hark.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CueLayoutTest {
  private static final int TRIALS = 400;
  private static final SubtitleOptions RULES = SubtitleOptions.create();

  @Test
  void everyCueKeepsTheHardRules() {
    for (long seed = 0; seed < TRIALS; seed++) {
      SubtitleOptions options = randomOptions(new Random(seed));
      Transcription transcription = new RandomTranscripts(seed).next(8);
      long freeMs = 0;
      for (Cue cue : CueLayout.of(transcription, options)) {
        String where = "seed " + seed + " cue " + cue;
        assertThat(cue.startMs()).as(where).isGreaterThanOrEqualTo(freeMs);
        assertThat(cue.endMs()).as(where).isGreaterThan(cue.startMs());
        assertThat(cue.endMs() - cue.startMs())
            .as(where)
            .isLessThanOrEqualTo(options.maxCue().toMillis());
        assertThat(cue.lines()).as(where).isNotEmpty().hasSizeLessThanOrEqualTo(options.lines());
        for (List<Piece> line : cue.lines()) {
          assertThat(line).as(where).isNotEmpty();
          assertThat(line.size() == 1 || Columns.of(Piece.line(line)) <= options.maxLineWidth())
              .as(where)
              .isTrue();
          if (options.maxWordsPerLine() > 0) {
            assertThat(line).as(where).hasSizeLessThanOrEqualTo(options.maxWordsPerLine());
          }
        }
        freeMs = cue.endMs();
      }
    }
  }

  @Test
  void noTextIsLostOrAdded() {
    for (long seed = 0; seed < TRIALS; seed++) {
      Transcription transcription = new RandomTranscripts(seed).next(8);
      String wanted =
          transcription.segments().stream()
              .map(segment -> unspaced(PieceSplitter.clean(segment.text())))
              .collect(Collectors.joining());
      String got =
          CueLayout.of(transcription, randomOptions(new Random(seed))).stream()
              .map(cue -> unspaced(cue.text("")))
              .collect(Collectors.joining());
      assertThat(got).as("seed %d", seed).isEqualTo(wanted);
    }
  }

  @Test
  void aShortCueIsOneThatHasNoRoom() {
    for (long seed = 0; seed < TRIALS; seed++) {
      Transcription transcription = new RandomTranscripts(seed).next(8);
      List<Cue> cues = CueLayout.of(transcription, RULES);
      for (int i = 0; i + 1 < cues.size(); i++) {
        Cue cue = cues.get(i);
        if (cue.endMs() - cue.startMs() < RULES.minCue().toMillis()) {
          assertThat(cues.get(i + 1).startMs() - cue.endMs())
              .as("seed %d cue %s", seed, cue)
              .isLessThanOrEqualTo(cues.size());
        }
      }
    }
  }

  @Test
  void theLayoutCostsNoMoreThanTheBestOfAllCuts() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Piece> pieces = new ArrayList<>();
      long at = 0;
      for (int i = 0; i < 1 + random.nextInt(11); i++) {
        long start = at + (random.nextInt(3) == 0 ? random.nextInt(2500) : 0);
        at = start + random.nextInt(900);
        String text = "w".repeat(1 + random.nextInt(14)) + (random.nextInt(4) == 0 ? "." : "");
        pieces.add(new Piece(text, true, start, at, text.length(), random.nextInt(6) == 0));
      }
      SubtitleOptions options = RULES.withMaxLineWidth(20);
      CueLayout layout = new CueLayout(pieces, options, at + 500);
      List<Integer> cuts = layout.cuts();
      double cost = 0;
      for (int i = 0; i + 1 < cuts.size(); i++) {
        cost += layout.cost(cuts.get(i), cuts.get(i + 1));
      }
      assertThat(cost)
          .as("seed %d", seed)
          .isCloseTo(cheapest(layout, 0, pieces.size()), within(1e-9));
    }
  }

  /** The plain twin: tries every cut. */
  private static double cheapest(CueLayout layout, int start, int count) {
    if (start == count) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    LineFill fill = layout.newFill();
    for (int end = start + 1; end <= count && layout.fits(start, end, fill); end++) {
      best = Math.min(best, layout.cost(start, end) + cheapest(layout, end, count));
    }
    return best;
  }

  @Test
  void linesBreakAtClausesAndStayBalanced() {
    String text = "When the rain finally stopped, everybody walked home along the river.";
    assertThat(texts(spread(text, 5), RULES))
        .containsExactly("When the rain finally stopped,|everybody walked home along the river.");
  }

  @Test
  void cuesEndWhereSentencesEnd() {
    String text =
        "The meeting starts at nine o'clock sharp on Monday. Please bring the printed report with"
            + " you. Nobody will have time to read it there.";
    assertThat(texts(spread(text, 9), RULES))
        .containsExactly(
            "The meeting starts at nine|o'clock sharp on Monday.",
            "Please bring the printed report with you.|Nobody will have time to read it there.");
  }

  @Test
  void chineseFillsHalfAsManyCharactersAndNeverOpensALineWithAComma() {
    String text = "今天我们讨论语音识别系统的发展，它可以把声音变成文字，也可以告诉我们每一个字是什么时候说的。";
    for (Cue cue : CueLayout.of(spread(text, 10), RULES)) {
      for (List<Piece> line : cue.lines()) {
        assertThat(Piece.line(line)).hasSizeLessThanOrEqualTo(21).doesNotStartWith("，");
      }
    }
  }

  @Test
  void noLineEndsWithAnArticleIfAnotherBreakIsAtHand() {
    String text = "She walked all the way down to the harbour before the storm came in";
    assertThat(texts(spread(text, 5), RULES))
        .containsExactly("She walked all the way down|to the harbour before the storm came in");
  }

  @Test
  void japaneseBreaksBeforeWordsNotBeforeTheirEndings() {
    String text = "コンピューターやデータのような片仮名の言葉も途中で切れません";
    for (Cue cue : CueLayout.of(spread(text, 6), RULES)) {
      for (List<Piece> line : cue.lines()) {
        assertThat(Piece.line(line)).matches("[^\\p{IsHiragana}].*");
      }
    }
  }

  @Test
  void aLongPauseEndsACue() {
    Transcription transcription = words("one@0-400 two@500-900 three@4000-4400");
    List<Cue> cues = CueLayout.of(transcription, RULES);
    assertThat(cues).extracting(cue -> cue.text("|")).containsExactly("one two", "three");
    assertThat(cues.getFirst().endMs()).isEqualTo(900);
    assertThat(cues.getLast().startMs()).isEqualTo(4000);
  }

  @Test
  void aShortWordIsHeldForTheLeastTime() {
    Cue cue = CueLayout.of(words("Yes.@1000-1200 No.@5000-5100"), RULES).getFirst();
    assertThat(cue.endMs() - cue.startMs()).isEqualTo(830);
  }

  @Test
  void slowTextIsNotSpreadOverSilence() {
    List<Cue> cues = CueLayout.of(spread("Thank you very much.", 30), RULES);
    assertThat(cues).hasSize(1);
    assertThat(cues.getFirst().text("|")).isEqualTo("Thank you very much.");
  }

  @Test
  void marksBetweenWordsClingToTheRightWord() {
    Segment segment =
        new Segment(
            Duration.ZERO,
            Duration.ofSeconds(2),
            "«Bonjour» , dit -il (tout bas) !",
            "French",
            words("Bonjour@0-400 dit@400-800 il@800-1000 tout@1000-1300 bas@1300-1600")
                .segments()
                .getFirst()
                .words());
    Transcription transcription =
        new Transcription("", "French", Duration.ofSeconds(3), List.of(segment), List.of());
    assertThat(Pieces.of(transcription, RULES))
        .extracting(Piece::text)
        .containsExactly("«Bonjour» ,", "dit", "-il", "(tout", "bas) !");
  }

  @Test
  void wordsThatAreNotInTheTextGiveWayToSpreadText() {
    Segment segment =
        new Segment(
            Duration.ZERO,
            Duration.ofSeconds(2),
            "Quite another text",
            "English",
            words("one@0-400").segments().getFirst().words());
    Transcription transcription =
        new Transcription("", "English", Duration.ofSeconds(3), List.of(segment), List.of());
    assertThat(texts(transcription, RULES)).containsExactly("Quite another text");
  }

  static Transcription spread(String text, int seconds) {
    Duration end = Duration.ofSeconds(seconds);
    Segment segment = new Segment(Duration.ZERO, end, text, "English", List.of());
    return new Transcription(text, "English", end, List.of(segment), List.of());
  }

  /** A transcript from {@code word@startMs-endMs} entries. */
  static Transcription words(String spec) {
    List<Word> words = new ArrayList<>();
    for (String entry : spec.split(" ", -1)) {
      String[] parts = entry.split("[@-]", -1);
      Duration start = Duration.ofMillis(Long.parseLong(parts[1]));
      Duration end = Duration.ofMillis(Long.parseLong(parts[2]));
      words.add(new Word(parts[0], start, end, start, end));
    }
    String text = words.stream().map(Word::text).collect(Collectors.joining(" "));
    Duration end = words.getLast().end();
    Segment segment = new Segment(words.getFirst().start(), end, text, "English", words);
    return new Transcription(text, "English", end.plusSeconds(1), List.of(segment), List.of());
  }

  private static List<String> texts(Transcription transcription, SubtitleOptions options) {
    return CueLayout.of(transcription, options).stream().map(cue -> cue.text("|")).toList();
  }

  private static SubtitleOptions randomOptions(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> RULES.withMaxLineWidth(1 + random.nextInt(60));
      case 1 -> RULES.withMaxWordsPerLine(1 + random.nextInt(5));
      case 2 -> RULES.withMaxLineCount(1 + random.nextInt(3));
      default -> RULES;
    };
  }

  private static String unspaced(String text) {
    return text.replace(" ", "");
  }
}
