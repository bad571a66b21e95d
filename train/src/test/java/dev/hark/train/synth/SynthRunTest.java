package dev.hark.train.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.Wav;
import dev.hark.train.data.DataException;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.ManifestEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the espeak-ng of this machine, others are scripts. */
class SynthRunTest {
  private static final String PATH = System.getenv().getOrDefault("PATH", "");
  private static final Set<Voice.Program> ALL = Voice.Program.named(List.of());

  @TempDir private Path folder;

  @Test
  void clipsAreSpokenAndTheSameForTheSameSeed() throws Exception {
    Path first = run("first", 24, 1);
    Path second = run("second", 24, 3);
    assertThat(second).hasSameBinaryContentAs(first);
    List<ManifestEntry> clips = Manifest.read(first, Manifest.LONGEST).strict().entries();
    assertThat(clips).hasSize(24);
    for (ManifestEntry clip : clips) {
      Path twin =
          folder.resolve("second").resolve(folder.resolve("first").relativize(clip.audio()));
      assertThat(twin).hasSameBinaryContentAs(clip.audio());
    }
    assertThat(clips.stream().map(ManifestEntry::language).collect(Collectors.toSet()))
        .contains("English");
  }

  @Test
  void heldOutVoicesSpeakNowhereElse() {
    Voices train = Voices.find(VoiceSplit.TRAIN, ALL, PATH);
    Voices test = Voices.find(VoiceSplit.TEST, ALL, PATH);
    Set<String> trained = names(train);
    Set<String> tested = names(test);
    assertThat(trained).isNotEmpty().doesNotContainAnyElementsOf(tested);
    assertThat(tested).isNotEmpty();
  }

  @Test
  void withoutASynthesiserItSaysWhatToInstall() {
    assertThatThrownBy(() -> Voices.find(VoiceSplit.TRAIN, ALL, folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("apt-get install espeak-ng");
    assertThatThrownBy(
            () -> Voices.find(VoiceSplit.TRAIN, EnumSet.of(Voice.Program.FLITE), folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no train voice of flite; flite not on the PATH; for more voices:");
    assertThatThrownBy(
            () -> Voices.find(VoiceSplit.TRAIN, EnumSet.of(Voice.Program.PICO), folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("apt-get install libttspico-utils (section non-free)");
  }

  @Test
  void eachSynthesiserSpeaksAsOftenAsItsShareOfThoseWantedSays() throws IOException {
    script("flite", "echo Voices available: slt rms");
    script(
        "festival",
        "echo kal_diphone english; echo ked_diphone english; echo czech_ph czech; echo el_diphone spanish");
    String path = folder + File.pathSeparator + PATH;
    Set<Voice.Program> natural = EnumSet.of(Voice.Program.FLITE, Voice.Program.FESTIVAL);
    for (Set<Voice.Program> wanted : List.of(ALL, natural)) {
      Voices voices = Voices.find(VoiceSplit.TRAIN, wanted, path);
      Map<Voice.Program, Integer> said = new EnumMap<>(Voice.Program.class);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 5000; i++) {
        said.merge(voices.english(random).program(), 1, Integer::sum);
      }
      assertThat(said.keySet()).isEqualTo(wanted);
      int shares = wanted.stream().mapToInt(program -> program.share).sum();
      said.forEach((program, clips) ->
          assertThat(clips)
              .as("%s of %s", program, wanted)
              .isCloseTo(5000 * program.share / shares, within(150)));
    }
  }

  @Test
  void aSynthesiserThatFailsIsNamedWithWhatItSaid() throws IOException {
    Path broken = script("flite", "echo no such voice >&2\nexit 3");
    Utterance utterance =
        new Utterance(
            new Phrase("English", List.of("one"), List.of("one")),
            new Voice(Voice.Program.FLITE, "slt"),
            1,
            0.5,
            0);
    assertThatThrownBy(() -> new Flite(broken).say(List.of(utterance)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ended with 3: no such voice");
  }

  @Test
  void aLoneAIsTheLetterNotTheArticle() throws IOException {
    Phrase phrase = new Phrase("English", List.of("a", "b"), List.of("A", "B"));
    assertThat(phrase.spoken("[['eI]]")).containsExactly("[['eI]]", "B");
    Path one = folder.resolve("one.wav");
    Wav.write(one, tone());
    Path flite =
        script(
            "flite",
            "printf '%s\\n' \"$*\" >> \"${0%/*}/said\"; for last; do :; done\n"
                + "[ \"$last\" = none ] || cp '%s' \"$last\"".formatted(one));
    Utterance utterance = new Utterance(phrase, new Voice(Voice.Program.FLITE, "slt"), 1, 0.5, 0);
    var _ = new Flite(flite).say(List.of(utterance));
    assertThat(Files.readAllLines(folder.resolve("said")))
        .anyMatch(line -> line.contains("-t eigh B -psdur"))
        .noneMatch(line -> line.contains("-t A"));
  }

  @Test
  void picoSpeaksOnlyIfNamedAndIsAskedInItsMarkup() throws Exception {
    Path one = folder.resolve("one.wav");
    Wav.write(one, tone());
    script(
        "pico2wave",
        "printf '%%s\\n' \"$*\" >> \"${0%%/*}/said\"; cp '%s' \"${2#--wave=}\"".formatted(one));
    String path = folder + File.pathSeparator + PATH;
    assertThat(ALL).doesNotContain(Voice.Program.PICO);
    SynthSettings settings =
        new SynthSettings(
            folder.resolve("pico"),
            6,
            7,
            VoiceSplit.TRAIN,
            List.of("pico"),
            List.of(Topic.DIGITS),
            Optional.empty(),
            1);
    Path manifest = SynthRun.create(settings, path).run(_ -> {});
    assertThat(Manifest.read(manifest, Manifest.LONGEST).strict().entries())
        .allMatch(clip -> clip.voice().startsWith("pico2wave:en-"))
        .allMatch(clip -> clip.style().equals("female"));
    assertThat(Files.readAllLines(folder.resolve("said")))
        .hasSize(6)
        .allMatch(line ->
            line.matches(
                "--lang=en-(GB|US) --wave=\\S+ <speed level=\"\\d+\"><pitch level=\"\\d+\">.*</pitch></speed>"));
    Utterance letter =
        new Utterance(
            new Phrase("English", List.of("a", "b"), List.of("A", "B")),
            new Voice(Voice.Program.PICO, "en-US"),
            1.25,
            0.5,
            120);
    assertThat(Pico.text(letter))
        .isEqualTo(
            "<speed level=\"125\"><pitch level=\"100\"><phoneme alphabet=\"xsampa\" ph=\"eI\"/>"
                + " <break time=\"120ms\"/> B</pitch></speed>");
  }

  private static float[] tone() {
    float[] samples = new float[8000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(i * 0.2));
    }
    return samples;
  }

  private Path run(String name, int clips, int threads) throws Exception {
    SynthSettings settings =
        new SynthSettings(folder.resolve(name), clips, 7, VoiceSplit.DEV, Topic.USUAL, threads);
    AtomicInteger done = new AtomicInteger();
    Path manifest = SynthRun.create(settings, PATH).run(done::addAndGet);
    assertThat(done).hasValue(clips);
    return manifest;
  }

  private Path script(String name, String lines) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Set<String> names(Voices voices) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      SplittableRandom random = new SplittableRandom(i);
      for (Voice voice : List.of(voices.english(random), voices.mandarin(random))) {
        names.add(voice.name().substring(voice.name().indexOf('+') + 1));
      }
    }
    return names;
  }
}
