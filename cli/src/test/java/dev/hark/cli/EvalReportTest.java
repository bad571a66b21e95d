package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hark.model.eval.BasicTextNormalizer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EvalReportTest {
  private static final List<EvalClip> CLIPS = clips();

  private static EvalReport report() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Model", "Qwen3-ASR-0.6B, 8 bit");
    facts.put("Machine", "2 cores <test> & more");
    return EvalReport.of("Five languages", facts, CLIPS);
  }

  private static List<EvalClip> clips() {
    List<EvalClip> clips = new ArrayList<>();
    Random random = new Random(7);
    String[][] texts = {
      {"English", "The quick brown fox jumps over the lazy dog near the old river bank."},
      {"German", "Heute scheint die Sonne und wir gehen am Nachmittag im Wald spazieren."},
      {"Chinese", "今天天气很好，我们一起去公园散步吧。"},
      {"Arabic", "مرحبا بكم في هذا البرنامج الجديد عن اللغة العربية"},
      {"Japanese", "これは音声認識の評価のための短い文です。"}
    };
    for (int i = 0; i < 60; i++) {
      String[] text = texts[i % texts.length];
      StringBuilder heard = new StringBuilder();
      String[] words = text[1].contains(" ") ? text[1].split(" ", -1) : text[1].split("", -1);
      for (String word : words) {
        int chance = random.nextInt(30);
        heard.append(chance == 0 ? "" : chance == 1 ? "wrong" : word);
        heard.append(chance == 2 ? " extra" : "").append(text[1].contains(" ") ? " " : "");
      }
      double seconds = 3 + random.nextInt(250) / 10.0;
      clips.add(
          new EvalClip(
              "clip-%02d.wav".formatted(i),
              text[0],
              text[1],
              heard.toString(),
              seconds,
              0.4 + seconds * (0.12 + random.nextInt(40) / 1000.0),
              1_400_000_000L + random.nextInt(300_000_000)));
    }
    clips.add(new EvalClip("silence.wav", "English", "", "Thank you for watching!", 8, 1.3, 0));
    clips.add(new EvalClip("noise.wav", "English", "", "", 8, 1.1, 0));
    return clips;
  }

  @Test
  void ratesAreSumsAndEmptyReferencesStandApart() {
    EvalReport report =
        EvalReport.of(
            "x",
            Map.of(),
            List.of(
                clip("a", "English", "red green blue brown", "red green blue brown"),
                clip("b", "English", "stone", "rock"),
                clip("c", "English", "", "thanks for watching")));
    EvalReport.Row row = report.rows().getFirst();
    assertThat(row.score().counts().rate()).isEqualTo(0.2);
    assertThat(row.score().hallucinated()).isEqualTo(3);
    assertThat(row.low()).isNaN();
    assertThat(report.worst()).extracting(result -> result.clip().name()).containsExactly("b");
    assertThat(report.empty()).extracting(result -> result.clip().name()).containsExactly("c");
    assertThat(report.realTimeFactor()).isEqualTo(0.1);
  }

  @Test
  void intervalsHoldTheRateAndAreTheSameEachTime() {
    for (EvalReport.Row row : report().rows()) {
      double rate = row.score().counts().rate();
      assertThat(row.low()).as(row.language()).isLessThan(rate);
      assertThat(row.high()).as(row.language()).isGreaterThan(rate);
    }
    assertThat(report().rows()).isEqualTo(report().rows());
  }

  @Test
  void aSetOfSilenceHasNoRateAndIsStillAReport() throws IOException {
    EvalReport report =
        EvalReport.of("x", Map.of(), List.of(clip("a", "English", "", "hello you")));
    assertThat(report.meanRate()).isNaN();
    assertThat(EvalMarkdown.write(report)).contains("| English | 0 | WER | – | – |");
    assertThat(EvalHtml.write(report)).contains("1 of 1 were given text").doesNotContain("NaN");
  }

  @Test
  void markdownShowsTheTableAndTheDifferences() {
    String markdown =
        EvalMarkdown.write(
            EvalReport.of(
                "Two | clips",
                Map.of("Model", "m_1"),
                List.of(
                    clip("a", "English", "red green blue", "red grey blue sky"),
                    clip("b", "Chinese", "今天很好", "今天好"))));
    assertThat(markdown)
        .contains("# Two \\| clips")
        .contains("- Model: m\\_1")
        .contains("| Chinese | 1 | CER | 25.00 % | – | 0 | 1 | 0 | 4 | 0.100 |")
        .contains("| English | 1 | WER | 66.67 % | – | 1 | 0 | 1 | 3 | 0.100 |")
        .contains("> red ~~green~~ **gray** blue **sky**")
        .contains("> 今天~~很~~好");
  }

  @Test
  void thePageIsSelfContainedAndEscaped() throws IOException {
    String html = EvalHtml.write(report());
    assertThat(html)
        .contains("2 cores &lt;test&gt; &amp; more")
        .contains("<del>")
        .contains("Thank you for watching!")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("<script");
    Files.writeString(Path.of(System.getProperty("java.io.tmpdir"), "eval-report.html"), html);
  }

  @Test
  void plotsAreDrawnAtTwiceTheShownSize() throws IOException {
    for (byte[] png : List.of(EvalPlots.errorRates(report()), EvalPlots.speed(report()))) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(image.getWidth()).isEqualTo(2 * PlotStyle.WIDTH);
      long inked = 0;
      for (int x = 0; x < image.getWidth(); x += 3) {
        for (int y = 0; y < image.getHeight(); y += 3) {
          inked += image.getRGB(x, y) >>> 24 == 0 ? 0 : 1;
        }
      }
      assertThat(inked).isGreaterThan(500);
    }
  }

  @Test
  void aHostileNameCannotBreakOutOfThePage() throws IOException {
    String evil = "\"><img src=x onerror=alert(1)>'";
    String html =
        EvalHtml.write(
            EvalReport.of(
                evil, Map.of(evil, evil), List.of(clip(evil, evil, evil + " word", evil))));
    assertThat(html).doesNotContain("<img src=x");
  }

  @Test
  void noClipsOrNegativeTimesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EvalReport.of("x", Map.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EvalClip("a", "English", "", "", -1, 0, 0));
  }

  private static EvalClip clip(String name, String language, String reference, String text) {
    return new EvalClip(name, language, reference, text, 10, 1, 1_000_000);
  }

  @Test
  void theMostFrequentConfusionsComeFirst() {
    List<EvalClip> clips = new ArrayList<>();
    for (String heard : List.of("nine one", "nine one", "five", "five one two", "five one")) {
      clips.add(new EvalClip("clip", "English", "five one", heard, 1, 0.1, 0));
    }
    clips.add(new EvalClip("noise", "English", "", "nine nine", 1, 0.1, 0));
    assertThat(
            EvalReport.of("t", Map.of(), clips, _ -> BasicTextNormalizer.create().withMarksKept())
                .confusions())
        .containsExactly(new EvalConfusion("five", "nine", 2));
  }
}
