package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reading, playing, searching, correcting and saving a transcript. */
@ExtendWith(World.Extension.class)
class TranscriptTest {
  private Studio studio;
  private ScriptedApi api;

  @BeforeEach
  void open(World world) {
    studio = world.studio();
    api = ScriptedApi.on(studio.page());
  }

  @AfterEach
  void close() {
    studio.close();
  }

  private void show(String verboseJson) {
    api.transcript(verboseJson);
    studio.load();
    studio.add(World.JFK, "talk.wav");
    studio.awaitCompleted("talk.wav");
    assertThat(studio.find("#play")).isEnabled();
  }

  private Locator word(String text) {
    return studio.find(".word").getByText(text, new Locator.GetByTextOptions().setExact(true));
  }

  @Test
  void clickingAWordPlaysFromThere() {
    show(Transcripts.KENNEDY);
    word("country").first().click();
    assertThat(studio.find("#play")).hasAttribute("aria-label", "Pause");
    assertThat(studio.find(".word.now")).hasText("country");
    assertThat(studio.find("#time")).hasText("0:05");
    studio.page().keyboard().press("k");
    assertThat(studio.find("#play")).hasAttribute("aria-label", "Play");
  }

  @Test
  void theLitWordMovesOnWhilePlaying() {
    show(Transcripts.KENNEDY);
    studio
        .page()
        .evaluate(
            """
            () => {
              window.lit = new Set();
              const look = () => {
                document.querySelectorAll('.word.now').forEach((word) => lit.add(word.textContent));
                requestAnimationFrame(look);
              };
              look();
            }\
            """);
    word("And").click();
    studio.page().waitForFunction("() => lit.has('fellow')");
    assertThat(studio.page().evaluate("[...lit].join(' ')").toString())
        .isSubstringOf("And so, my fellow Americans, ask not what");
  }

  @Test
  void searchCountsHitsAndGoesThroughThem() {
    show(Transcripts.KENNEDY);
    studio.page().keyboard().press("/");
    studio.page().keyboard().type("YOU");
    assertThat(studio.find("#find-count")).hasText("1 of 4");
    studio.page().keyboard().press("Enter");
    assertThat(studio.find("#find-count")).hasText("2 of 4");
    studio.page().keyboard().press("Shift+Enter");
    studio.page().keyboard().press("Shift+Enter");
    assertThat(studio.find("#find-count")).hasText("4 of 4");
    assertThat(studio.page().evaluate("CSS.highlights.get('hit').size")).isEqualTo(4);
    studio.find("#find").fill("absent");
    assertThat(studio.find("#find-count")).hasText("Not found");
  }

  @Test
  void replacedWordsKeepTheTimesAroundThemAndCanBeTakenBack() {
    show(Transcripts.KENNEDY);
    String before = word("do").first().getAttribute("data-start");
    studio.find("#find").fill("country");
    studio.find("#replace-toggle").click();
    studio.find("#replace").fill("great and large country");
    studio.find("#replace-all").click();
    assertThat(studio.find(".segment-text"))
        .containsText("what your great and large country can do");
    assertThat(word("do").first()).hasAttribute("data-start", before);
    studio.find("#undo").click();
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
    assertThat(studio.find("#undo")).isDisabled();
  }

  @Test
  void anUnsureWordCanBeDeletedAndTypedAgain() { // Studio.close() fails if its look is copied
    api.transcript(Transcripts.of(11, List.of(Transcripts.TEXT), true));
    studio.load().add(World.JFK, "talk.wav");
    studio.awaitCompleted("talk.wav");
    studio.find("#edit").click();
    Locator unsure = studio.find("#transcript .very-unsure").first();
    String word = unsure.textContent();
    unsure.click();
    unsure.selectText();
    studio.page().keyboard().press("Backspace");
    studio.page().keyboard().type("Xylophones");
    assertThat(studio.find(".segment-text [style], .segment-text font")).hasCount(0);
    studio.find("#edit").click();
    assertThat(studio.find(".segment-text"))
        .hasText(Transcripts.TEXT.replaceFirst(Pattern.quote(word.strip()), "Xylophones"));
    assertThat(word("Xylophones")).hasCount(1);
  }

  @Test
  void escapeTakesAnEditBack() {
    show(Transcripts.KENNEDY);
    studio.find("#edit").click();
    studio.find(".segment-text").pressSequentially("no no ");
    studio.page().keyboard().press("Escape");
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
    assertThat(studio.find("#edit")).hasAttribute("aria-pressed", "false");
  }

  @Test
  void exportsHoldTheCorrectedText() throws IOException {
    show(Transcripts.KENNEDY);
    studio.find("#find").fill("Americans");
    studio.find("#replace-toggle").click();
    studio.find("#replace").fill("<Europeans> & --> all");
    studio.find("#replace-one").click();
    assertThat(export("txt"))
        .startsWith("And so, my fellow <Europeans> & --> all, ask not")
        .endsWith("country.\n");
    assertThat(export("srt"))
        .startsWith("1\n00:00:00,000 --> 00:00:0")
        .contains("<Europeans> & -> all");
    assertThat(export("vtt"))
        .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:0")
        .contains("&lt;Europeans&gt; &amp; --&gt; all");
    assertThat(export("json"))
        .contains("\"task\": \"transcribe\"", "\"duration\": 11,", "\"word\": \"<Europeans>\"");
  }

  private String export(String format) throws IOException {
    studio.find("#export summary").click();
    Download download =
        studio.page().waitForDownload(() -> studio.find("[data-format=" + format + "]").click());
    assertThat(download.suggestedFilename()).isEqualTo("talk." + format);
    return Files.readString(download.path());
  }

  @Test
  void subtitlesKeepTheReadingRules() throws IOException {
    String long1 = (Transcripts.TEXT + " ").repeat(3).strip();
    String chinese = "我们今天要讨论三个问题。第一个是春季调查的结果，第二个是新的开放时间，第三个是阅览室的预算。";
    show(Transcripts.of(60, List.of(long1, "Llanfair" + "pwll".repeat(20), chinese), false));
    double last = 0;
    for (String cue : export("srt").strip().split("\n\n", -1)) {
      List<String> lines = cue.lines().toList();
      String[] times = lines.get(1).split(" --> ", -1);
      assertThat(seconds(times[0])).isGreaterThanOrEqualTo(last);
      last = seconds(times[1]);
      assertThat(last - seconds(times[0])).as(cue).isPositive().isLessThanOrEqualTo(7.001);
      assertThat(lines.size() - 2).as(cue).isBetween(1, 2);
      assertThat(lines.subList(2, lines.size())).allMatch(line -> columns(line) <= 42, cue);
    }
    assertThat(last).isGreaterThan(50);
  }

  private static double seconds(String stamp) {
    String[] parts = stamp.split("[:,]", -1);
    return Integer.parseInt(parts[1]) * 60
        + Integer.parseInt(parts[2])
        + Integer.parseInt(parts[3]) / 1000.0;
  }

  private static int columns(String line) {
    return line.codePoints().map(point -> point >= 0x2e80 ? 2 : 1).sum();
  }

  @Test
  void wordsAreColouredOnlyIfTheServerSaysHowSureItWas() {
    show(Transcripts.KENNEDY);
    assertThat(studio.find("#legend")).isHidden();
    assertThat(studio.find("#transcript .very-unsure")).hasCount(0);
    api.transcript(Transcripts.of(11, List.of(Transcripts.TEXT), true));
    studio.add(World.JFK, "second.wav");
    studio.awaitCompleted("second.wav");
    assertThat(studio.find("#legend")).isVisible();
    assertThat(studio.find("#transcript .very-unsure")).hasCount(4);
    assertThat(studio.find("#transcript .very-unsure").first()).hasAttribute("title", "40 % sure");
  }

  @Test
  void hostileNamesAndTranscriptsAreOnlyText() {
    String attack =
        "<img src=x onerror=alert(1)> <script>alert(2)</script> &lt;b&gt; \u202Ereversed";
    api.transcript(Transcripts.of(11, List.of(attack), false));
    studio.load();
    studio.add(World.JFK, "<img src=x onerror=alert(3)>.wav");
    assertThat(studio.find("#title")).hasText("<img src=x onerror=alert(3)>.wav");
    assertThat(studio.find(".segment-text")).hasText(attack);
    assertThat(studio.find("#list img, #transcript img, #transcript script, h1 img")).hasCount(0);
    studio.page().reload();
    assertThat(studio.find(".segment-text")).hasText(attack);
    studio.find(".row [aria-label^='Remove']").click();
    assertThat(studio.find("#confirm-text")).containsText("<img src=x onerror=alert(3)>.wav");
    assertThat(studio.find("dialog img")).hasCount(0);
  }
}
