package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
  @TempDir private Path folder;

  @BeforeEach
  void recordings() throws IOException {
    Wav.write(folder.resolve("good.wav"), new float[16_000]);
    Wav.write(folder.resolve("empty.wav"), new float[0]);
    Wav.write(folder.resolve("long.wav"), new float[16_000 * 3]);
    Files.writeString(folder.resolve("text.wav"), "no audio at all, only words in a file");
  }

  @Test
  void aLineHasRecordingLanguageTextPromptAndWords() throws IOException {
    ManifestEntry entry =
        read("""
        {"audio": "good.wav", "text": "language English<asr_text>three five", "prompt": "codes",
         "speaker": "theo", "words": [{"text": "three", "start": 0.1, "end": 0.4}]}
        """
                .replace("\n", ""))
            .strict()
            .entries()
            .getFirst();
    assertThat(entry.audio()).isEqualTo(folder.toAbsolutePath().resolve("good.wav"));
    assertThat(entry.language()).isEqualTo("English");
    assertThat(entry.text()).isEqualTo("three five");
    assertThat(entry.prompt()).isEqualTo("codes");
    assertThat(entry.voice()).isEqualTo("theo");
    assertThat(entry.words()).containsExactly(new TimedWord("three", 0.1, 0.4));
    assertThat(entry.answer()).isEqualTo("language English<asr_text>three five");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"audio": "gone.wav", "text": "language English<asr_text>one"}  | no file
          {"audio": "good.wav", "text": "language English<asr_text> "}    | text is empty
          {"audio": "good.wav", "text": "language Klingon<asr_text>one"}  | language is "Klingon"
          {"audio": "good.wav", "text": "language None<asr_text>one"}     | language None has the text
          {"audio": "good.wav", "text": "one"}                            | wanted "language English
          {"audio": "good.wav"}                                           | no "text"
          {"audio": "empty.wav", "text": "language English<asr_text>one"} | has no sample
          {"audio": "long.wav", "text": "language English<asr_text>one"}  | long.wav
          {"audio": "text.wav", "text": "language English<asr_text>one"}  | text.wav
          {"audio": "good.wav"                                            | not JSON
          [1, 2]                                                          | wanted an object
          """)
  void aBadLineIsNamedInOneLineThatSaysWhatIsWanted(String line, String said) throws IOException {
    Manifest manifest =
        read("{\"audio\": \"good.wav\", \"text\": \"language None<asr_text>\"}", line);
    assertThat(manifest.entries()).hasSize(1);
    assertThat(manifest.problems())
        .singleElement()
        .asString()
        .contains(said)
        .doesNotContain("\n")
        .containsOnlyOnce("wanted");
    assertThatThrownBy(manifest::strict)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("manifest.jsonl") + ":2: ")
        .hasMessageContaining(said);
  }

  @Test
  void aMixtureLeavesBadLinesOutIfAskedTo() throws IOException {
    Files.write(
        folder.resolve("m.jsonl"),
        List.of("{}", "{\"audio\": \"good.wav\", \"text\": \"language None<asr_text>\"}"));
    List<String> told = new ArrayList<>();
    DataMixture mixture =
        DataMixture.open(
            List.of(new WeightedManifest(folder.resolve("m.jsonl"), 1)),
            MixtureSettings.STANDARD.withSkipBad(true),
            told::add);
    assertThat(mixture.size()).isEqualTo(1);
    assertThat(told).singleElement().asString().contains("m.jsonl:1: ");
  }

  @Test
  void weightsFollowTheLastColon() {
    assertThat(WeightedManifest.parse("a.jsonl:3,b.jsonl"))
        .containsExactly(
            new WeightedManifest(Path.of("a.jsonl"), 3),
            new WeightedManifest(Path.of("b.jsonl"), 1));
    assertThatThrownBy(() -> WeightedManifest.parse("a.jsonl:0"))
        .hasMessageContaining("wanted 1 to 1000");
  }

  private Manifest read(String... lines) throws IOException {
    Path file = folder.resolve("manifest.jsonl");
    Files.write(file, List.of(lines));
    return Manifest.read(file, Duration.ofSeconds(2));
  }
}
