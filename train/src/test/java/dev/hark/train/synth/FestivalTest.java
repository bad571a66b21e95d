package dev.hark.train.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script for festival, which says everything with one clip and crashes when told to. */
class FestivalTest {
  private static final Path CLIP =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples/digits.wav");

  @TempDir private Path folder;

  @Test
  void aTextThatCrashesItIsSaidALittleSlowerAndTheOthersAsAsked() throws IOException {
    Festival festival = festival("Duration_Stretch 0.793)");
    assertThat(
            festival.say(
                List.of(utterance("one", 1), utterance("two", 1 / 0.793), utterance("three", 1.1))))
        .hasSize(3);
    assertThat(Files.readString(folder.resolve("said")).lines())
        .containsExactly("1.000 one", "0.809 two", "0.909 three");
  }

  @Test
  void whatStillCrashesIsSaidSlowerYet() throws IOException {
    Festival festival = festival("Duration_Stretch 1.0[0-9]*)");
    assertThat(festival.say(List.of(utterance("a", 1)))).hasSize(1);
    assertThat(Files.readString(folder.resolve("said")).lines()).containsExactly("1.111 a");
  }

  @Test
  void whatCrashesAtEveryRateIsAnError() throws IOException {
    Festival festival = festival("Duration_Stretch");
    assertThatThrownBy(() -> festival.say(List.of(utterance("one", 1), utterance("two", 1))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ended with 139: no such diphone");
  }

  @Test
  void lettersThatTheVoiceCannotReadAreRefusedByName() throws IOException {
    Festival festival = festival("nothing");
    assertThatThrownBy(() -> festival.say(List.of(utterance("naïve", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("festival cannot be asked to say \"naïve\"");
  }

  private static Utterance utterance(String word, double rate) {
    return new Utterance(
        new Phrase("English", List.of(word), List.of(word)),
        new Voice(Voice.Program.FESTIVAL, "kal_diphone"),
        rate,
        0.5,
        0);
  }

  private Festival festival(String crashesOn) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("festival"),
            """
            #!/bin/sh
            if grep -q '%s' "$2"; then echo no such diphone >&2; exit 139; fi
            sed -n 's,.*Duration_Stretch \\(.*\\)),\\1,p; s,^(say "\\(.*\\)" "\\(.*\\)"),\\1 \\2,p' "$2" |
              while read -r rate && read -r word file; do
                cp %s "$file"; echo "$rate $word" >> %s; echo .
              done
            """
                .formatted(crashesOn, CLIP, folder.resolve("said")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Festival(script);
  }
}
