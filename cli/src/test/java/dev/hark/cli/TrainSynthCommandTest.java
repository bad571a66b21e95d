package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the espeak-ng of this machine. */
class TrainSynthCommandTest {
  @TempDir private Path folder;

  @Test
  void clipsAreMadeAndTheManifestIsPrinted() throws IOException {
    Path set = folder.resolve("set");
    Cli.Run run = synth(set, "--clips", "5", "--topics", "dates,times", "--voices", "dev");
    assertThat(run.exit()).as(run.err()).isZero();
    Path manifest = set.resolve("manifest.jsonl");
    assertThat(run.out().strip()).isEqualTo(manifest.toString());
    assertThat(run.errLines().getFirst()).contains("English voices of espeak-ng");
    assertThat(run.errLines().getLast()).startsWith("hark: 5 clips in ");
    List<String> lines = Files.readAllLines(manifest);
    assertThat(lines).hasSize(5).allMatch(line -> line.contains("language English<asr_text>"));
    assertThat(lines).allMatch(line -> line.contains("-dates.wav") || line.contains("-times.wav"));

    Cli.Run again = synth(set, "--clips", "5");
    assertThat(again.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(again.errLines()).singleElement().asString().contains("give another folder");
  }

  @Test
  void singleDigitsAndLettersAreMadeToBeJoinedToStringsOfOneVoice() throws IOException {
    Path set = folder.resolve("set");
    Cli.Run run = synth(set, "--clips", "12", "--topics", "single-digits,single-letters");
    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(set.resolve("manifest.jsonl"));
    assertThat(lines)
        .hasSize(12)
        .anyMatch(line -> line.contains("-single-digits.wav"))
        .anyMatch(line -> line.contains("-single-letters.wav"))
        .allMatch(line ->
            line.matches(
                ".*-(single-[a-z]+).wav\",\"text\":\"language English<asr_text>([a-z]|[a-z]{3,5})\","
                    + "\"voice\":\"([^\"]+)\",\"splice\":\"\\1 \\3\".*"));
  }

  @Test
  void anotherSeedSaysSomethingElse() throws IOException {
    for (String seed : List.of("1", "2", "1b")) {
      Path set = folder.resolve(seed);
      assertThat(synth(set, "--clips", "3", "--seed", seed.substring(0, 1), "--jobs", "1").exit())
          .isZero();
    }
    Path first = folder.resolve("1/manifest.jsonl");
    assertThat(folder.resolve("1b/manifest.jsonl")).hasSameTextualContentAs(first);
    assertThat(Files.readString(folder.resolve("2/manifest.jsonl")))
        .isNotEqualTo(Files.readString(first));
  }

  @Test
  void clipsSayWordsOfAListAndNothingElse() throws IOException {
    Path list = Files.writeString(folder.resolve("words"), "# names\nZurich\n\nquokka\n");
    Path set = folder.resolve("set");
    Cli.Run run = synth(set, "--clips", "12", "--words", list.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(set.resolve("manifest.jsonl"));
    assertThat(lines)
        .hasSize(12)
        .allMatch(line ->
            line.matches(
                ".*-words.wav\",\"text\":\"language English<asr_text>(Zurich|quokka)( (Zurich|quokka)){0,2}\".*"));
    assertThat(String.join("\n", lines)).contains("Zurich").contains("quokka");
  }

  @Test
  void aListOfSomethingElseThanWordsIsRefused() throws IOException {
    Path list = Files.writeString(folder.resolve("words"), "quokka\ntwo words\n");
    Cli.Run run = synth(folder.resolve("x"), "--words", list.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("words:2: \"two words\", wanted one English word");
    Files.writeString(list, "# none\n");
    assertThat(synth(folder.resolve("x"), "--words", list.toString()).errLines())
        .singleElement()
        .asString()
        .contains("no words, wanted one a line");
    assertThat(
            synth(folder.resolve("x"), "--words", list.toString(), "--topics", "dates").errLines())
        .singleElement()
        .asString()
        .contains("--words and --topics do not go together");
  }

  @Test
  void wrongValuesAreOneLine() {
    for (List<String> wrong :
        List.of(
            List.of("--topics", "numbers,jokes", "wanted one of [digits, numbers"),
            List.of("--voices", "all", "expected one of [TRAIN, DEV, TEST]"),
            List.of(
                "--synthesizers",
                "flite,siri",
                "\"siri\", wanted one of [espeak-ng, flite, festival, accents, pico]"),
            List.of("--synthesizers", "flite", "only espeak-ng speaks Mandarin"),
            List.of("--clips", "0", "wanted at least one"))) {
      Cli.Run run = synth(folder.resolve("x"), wrong.get(0), wrong.get(1));
      assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(run.errLines()).singleElement().asString().contains(wrong.get(2));
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void withoutASynthesiserItSaysWhatToInstall() throws IOException, InterruptedException {
    Process process =
        Cli.process(
                folder,
                Map.of("PATH", folder.toString()),
                "train",
                "synth",
                "-o",
                folder.resolve("x").toString())
            .start();
    Cli.Run run = Cli.await(process, folder);
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.errLines()).singleElement().asString().contains("apt-get install espeak-ng");
  }

  @Test
  void withEspeakAloneItSaysHowToGetMoreVoices() throws IOException, InterruptedException {
    Path espeak =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .map(path -> Path.of(path, "espeak-ng"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path wrapper = bin.resolve("espeak-ng");
    Files.writeString(wrapper, "#!/bin/sh\nexec %s \"$@\"\n".formatted(espeak));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process process =
        Cli.process(
                folder,
                Map.of("PATH", bin.toString()),
                "train",
                "synth",
                "--clips=2",
                "-o",
                folder.resolve("x").toString())
            .start();
    Cli.Run run = Cli.await(process, folder);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.errLines())
        .element(1)
        .asString()
        .startsWith("hark: flite and festival not on the PATH; for more voices: apt-get install");
  }

  private static Cli.Run synth(Path out, String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "train";
    all[1] = "synth";
    all[2] = "-o";
    all[3] = out.toString();
    System.arraycopy(options, 0, all, 4, options.length);
    return Cli.run(all);
  }
}
