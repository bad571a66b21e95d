package dev.hark.train.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.train.data.DataException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the espeak-ng of this machine; festival is a script that writes down what it is asked. */
class AccentTest {
  private static final Path ESPEAK = executable("espeak-ng");

  @TempDir private Path folder;

  @Test
  void wordsHaveTheirSoundsAndCapitalsTheirNames() {
    assertThat(new EnglishSounds(ESPEAK).of(List.of("three", "radio", "A", "X")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "three", List.of("θ", "ɹ", "iː"),
                "radio", List.of("ɹ", "eɪ", "d", "ɪ", "oʊ"),
                "A", List.of("eɪ"),
                "X", List.of("ɛ", "k", "s")));
  }

  @Test
  void aLanguageWritesThemWithItsLetters() {
    Map<String, List<String>> sounds =
        new EnglishSounds(ESPEAK).of(List.of("three", "five", "eight"));
    Map<String, Accent> accents = Accent.all();
    assertThat(accents.keySet())
        .containsExactly("czech", "finnish", "italian", "catalan", "russian");
    assertThat(sounds.values().stream().map(accents.get("czech")::spell))
        .containsExactly("srí", "fajv", "ejt");
    assertThat(sounds.values().stream().map(accents.get("russian")::spell))
        .containsExactly("сри", "файв", "эйт");
  }

  @Test
  void everyWordOfTheTopicsCanBeSpelledInACharsetOfTheLanguage() throws IOException {
    Path list =
        Path.of(System.getProperty("hark.golden")).resolveSibling("recipes/hark-mini/words.txt");
    List<String> words =
        Files.readAllLines(list).stream()
            .filter(word -> word.matches("[a-z']+"))
            .map(word -> word.length() == 1 ? word.toUpperCase(Locale.ROOT) : word)
            .toList();
    assertThat(words).hasSizeGreaterThan(300);
    Map<String, List<String>> sounds = new EnglishSounds(ESPEAK).of(words);
    Accent.all()
        .values()
        .forEach(accent -> {
          Charset charset = accent.charset();
          sounds.forEach((word, of) ->
              assertThatCode(
                      () -> {
                        String spelled = accent.spell(of);
                        assertThat(charset.newEncoder().canEncode(spelled)).isTrue();
                        assertThat(spelled).matches("\\p{L}+");
                      })
                  .as("%s as %s", word, accent.language())
                  .doesNotThrowAnyException());
        });
  }

  @Test
  void aSoundThatIsNotInTheTableIsNamed() {
    assertThatThrownBy(() -> Accent.all().get("czech").spell(List.of("k", "ʘ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"ʘ\"");
  }

  @Test
  void onlyVoicesOfLanguagesInTheTableSpeakWithAnAccentAndNoneOfThemUnasked() throws IOException {
    festival("echo kal_diphone english; echo czech_ph czech; echo el_diphone spanish");
    String path = folder + File.pathSeparator + System.getenv("PATH");
    Voices accents = Voices.find(VoiceSplit.TRAIN, Voice.Program.named(List.of("accents")), path);
    assertThat(accents.describe()).isEqualTo("1 English voices of festival with accents");
    assertThat(accents.english(new SplittableRandom(1)))
        .isEqualTo(new Voice(Voice.Program.ACCENTS, "czech_ph"));
    Voices festival = Voices.find(VoiceSplit.TRAIN, Voice.Program.named(List.of("festival")), path);
    assertThat(festival.describe()).isEqualTo("1 English voices of festival");
  }

  @Test
  void withoutAVoiceOfTheseLanguagesItSaysWhatToInstall() throws IOException {
    festival("echo kal_diphone english");
    String path = folder + File.pathSeparator + System.getenv("PATH");
    assertThatThrownBy(
            () -> Voices.find(VoiceSplit.TRAIN, Voice.Program.named(List.of("accents")), path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("apt-get install festvox-czech-ph");
  }

  @Test
  void festivalIsAskedInTheLettersAndCharsetOfTheLanguage() throws IOException {
    Path asked = folder.resolve("asked");
    Path festival = festival("cp \"$2\" %s; exit 3".formatted(asked));
    AccentedFestival accented =
        new AccentedFestival(
            new Festival(festival),
            new EnglishSounds(ESPEAK),
            Map.of("czech_ph", Accent.all().get("czech")));
    Utterance utterance =
        new Utterance(
            new Phrase("English", List.of("three", "a"), List.of("three", "A")),
            new Voice(Voice.Program.ACCENTS, "czech_ph"),
            1,
            0.5,
            0);
    assertThatThrownBy(() -> accented.say(List.of(utterance)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ended with 3");
    assertThat(Files.readString(asked, Charset.forName("ISO-8859-2")))
        .contains("(voice_czech_ph)")
        .contains("(say \"srí ej\"");
  }

  private Path festival(String lines) throws IOException {
    Path script = Files.writeString(folder.resolve("festival"), "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path executable(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
