package dev.hark.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TranscriptFormatTest {
  private static final Pattern TIMING =
      Pattern.compile(
          "(\\d{2,}):(\\d\\d):(\\d\\d)[,.](\\d{3}) --> (\\d{2,}):(\\d\\d):(\\d\\d)[,.](\\d{3})");
  private static final Transcription TWO_WORDS =
      CueLayoutTest.words("Hello,@0-400 <you>.@500-1000");

  @Test
  void subRipNumbersCuesAndUsesCommas() {
    assertThat(TranscriptFormat.SRT.format(TWO_WORDS))
        .isEqualTo("1\n00:00:00,000 --> 00:00:01,000\nHello, <you>.\n\n");
  }

  @Test
  void webVttEscapesMarkup() {
    assertThat(TranscriptFormat.VTT.format(TWO_WORDS))
        .isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello, &lt;you&gt;.\n\n");
  }

  @Test
  void highlightedWordsAreUnderlinedOneAfterTheOther() {
    SubtitleOptions options = SubtitleOptions.create().withHighlightWords(true);
    assertThat(TranscriptFormat.SRT.format(TWO_WORDS, options))
        .isEqualTo(
            """
            1
            00:00:00,000 --> 00:00:00,400
            <u>Hello,</u> <you>.

            2
            00:00:00,400 --> 00:00:00,500
            Hello, <you>.

            3
            00:00:00,500 --> 00:00:01,000
            Hello, <u><you>.</u>

            """);
  }

  @Test
  void tsvHasMillisecondsAndNoStrayTabs() {
    assertThat(TranscriptFormat.TSV.format(CueLayoutTest.spread("a\tb", 2)))
        .isEqualTo("start\tend\ttext\n0\t2000\ta b\n");
  }

  @Test
  void lyricsEndWithAnEmptyLine() {
    assertThat(TranscriptFormat.LRC.format(TWO_WORDS))
        .isEqualTo("[00:00.00]Hello, <you>.\n[00:01.00]\n");
    assertThat(
            TranscriptFormat.LRC.format(
                TWO_WORDS, SubtitleOptions.create().withHighlightWords(true)))
        .isEqualTo("[00:00.00]<00:00.00>Hello, <00:00.50><you>.\n[00:01.00]\n");
  }

  @Test
  void jsonHasTheTopLevelOfWhisperAndWhatBecameOfTheAudio() {
    Transcription transcription =
        new Transcription(
            "你好 Hello",
            "Chinese,English",
            Duration.ofMillis(4250),
            List.of(
                new Segment(Duration.ZERO, Duration.ofSeconds(1), "你好", "Chinese", List.of()),
                CueLayoutTest.words("Hello@1500-2000").segments().getFirst()),
            List.of(
                new Span(Duration.ZERO, Duration.ofSeconds(2), Coverage.SPEECH, ""),
                new Span(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(4250),
                    Coverage.TRUNCATED,
                    "token limit")));
    JsonNode root =
        JsonMapper.builder().build().readTree(TranscriptFormat.JSON.format(transcription));
    assertThat(root.propertyNames())
        .containsExactly(
            "text", "segments", "language", "languages", "duration", "spans", "truncated");
    assertThat(root.get("language").asString()).isEqualTo("zh");
    assertThat(root.get("duration").asDouble()).isEqualTo(4.25);
    assertThat(root.get("truncated").asBoolean()).isTrue();
    assertThat(root.get("segments").get(0).has("words")).isFalse();
    assertThat(root.get("segments").get(1).get("words").get(0).toString())
        .isEqualTo(
            "{\"word\":\"Hello\",\"start\":1.5,\"end\":2.0,\"raw_start\":1.5,\"raw_end\":2.0}");
    assertThat(root.get("spans").get(1).get("coverage").asString()).isEqualTo("truncated");
  }

  @Test
  void allThirtyLanguagesHaveCodes() {
    String names =
        "Chinese English Cantonese Arabic German French Spanish Portuguese Indonesian Italian Korean"
            + " Russian Thai Vietnamese Japanese Turkish Hindi Malay Dutch Swedish Danish Finnish"
            + " Polish Czech Filipino Persian Greek Romanian Hungarian Macedonian";
    String codes =
        "zh en yue ar de fr es pt id it ko ru th vi ja tr hi ms nl sv da fi pl cs fil fa el ro hu mk";
    List<String> got = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      got.add(LanguageCodes.of(name));
    }
    assertThat(String.join(" ", got)).isEqualTo(codes);
  }

  @Test
  void anEmptyTranscriptIsAValidFile() {
    Transcription empty = new Transcription("", "", Duration.ofSeconds(3), List.of(), List.of());
    assertThat(TranscriptFormat.TXT.format(empty)).isEmpty();
    assertThat(TranscriptFormat.SRT.format(empty)).isEmpty();
    assertThat(TranscriptFormat.VTT.format(empty)).isEqualTo("WEBVTT\n\n");
    assertThat(TranscriptFormat.TSV.format(empty)).isEqualTo("start\tend\ttext\n");
    assertThat(TranscriptFormat.LRC.format(empty)).isEmpty();
    assertThat(TranscriptFormat.JSON.format(empty)).contains("\"segments\" : [ ]");
  }

  @Test
  void randomSubtitlesParse() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Transcription transcription = new RandomTranscripts(seed).next(6);
      SubtitleOptions options = SubtitleOptions.create().withHighlightWords(seed % 2 == 0);
      for (TranscriptFormat format : List.of(TranscriptFormat.SRT, TranscriptFormat.VTT)) {
        StringBuilder out = new StringBuilder();
        format.write(transcription, options, out);
        String body = out.toString().replaceFirst("^WEBVTT\n\n", "");
        assertBlocksParse(body, format, "seed " + seed + " " + format + "\n" + out);
      }
    }
  }

  private static void assertBlocksParse(String body, TranscriptFormat format, String where) {
    long lastEnd = 0;
    int number = 1;
    for (String block : body.isEmpty() ? new String[0] : body.strip().split("\n\n", -1)) {
      String[] lines = block.split("\n", -1);
      int timing = format == TranscriptFormat.SRT ? 1 : 0;
      if (timing == 1) {
        assertThat(lines[0]).as(where).isEqualTo(Integer.toString(number++));
      }
      Matcher times = TIMING.matcher(lines[timing]);
      assertThat(times.matches()).as(where).isTrue();
      assertThat(millis(times, 1)).as(where).isGreaterThanOrEqualTo(lastEnd);
      assertThat(millis(times, 5)).as(where).isGreaterThan(millis(times, 1));
      assertThat(lines.length - timing - 1).as(where).isBetween(1, 2);
      for (int i = timing + 1; i < lines.length; i++) {
        assertThat(lines[i]).as(where).isNotBlank().doesNotContain("-->");
      }
      lastEnd = millis(times, 5);
    }
  }

  private static long millis(Matcher times, int group) {
    return ((Long.parseLong(times.group(group)) * 60 + Long.parseLong(times.group(group + 1))) * 60
                + Long.parseLong(times.group(group + 2)))
            * 1000
        + Long.parseLong(times.group(group + 3));
  }

  @Test
  void namesAreFoundInAnyCaseAndUnknownOnesListed() {
    assertThat(TranscriptFormat.of("Srt")).isEqualTo(TranscriptFormat.SRT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TranscriptFormat.of("docx"))
        .withMessageContaining("txt, json, srt, vtt, tsv, lrc");
  }

  @Test
  void optionsRefuseWhatCannotBe() {
    SubtitleOptions options = SubtitleOptions.create();
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxLineWidth(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withCueTime(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }
}
