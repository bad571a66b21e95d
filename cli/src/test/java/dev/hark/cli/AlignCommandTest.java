package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignCommandTest {
  @TempDir private Path folder;
  private Path talk;

  @BeforeEach
  void placeARecording() throws IOException {
    talk = Files.copy(Cli.JFK, folder.resolve("talk.wav"));
  }

  private Cli.Run align(String... arguments) {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    all[0] = "align";
    all[1] = "--model";
    all[2] = Cli.ALIGNER;
    all[3] = talk.toString();
    return Cli.run(all);
  }

  @Test
  void eachWordIsPrintedWithItsTimes() {
    Cli.Run run = align(Cli.JFK_TEXT, "--language", "en");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(22).first().asString().endsWith("] And");
    assertThat(run.out().lines()).allMatch(line -> line.matches("\\[.* --> .*] \\S+"));
  }

  @Test
  void textBesideTheRecordingIsFound() throws IOException {
    Files.writeString(folder.resolve("talk.txt"), "\ufeff" + Cli.JFK_TEXT);
    Path out = folder.resolve("out");
    assertThat(align("-f", "srt,json", "-o", out.toString())).isEqualTo(new Cli.Run(0, "", ""));
    assertThat(Files.readString(out.resolve("talk.srt"))).startsWith("1\n").contains("And so");
    assertThat(Files.readString(out.resolve("talk.json"))).contains("\"words\"");
  }

  @Test
  void wrongUsageIsOneLine() throws IOException {
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'G', 'r', (byte) 0xfc, 'n'});
    Path text = Files.writeString(folder.resolve("talk.txt"), "word");
    for (String[] arguments :
        new String[][] {
          {" "},
          {"text", "--text-file", text.toString()},
          {"--text-file", latin.toString()},
          {"text", "--language", "xx"},
          {"-f", "txt", "-o", folder.toString()},
        }) {
      Cli.Run run = align(arguments);
      assertThat(run.exit()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(run.errLines()).hasSize(1);
    }
    assertThat(text).hasContent("word");
  }

  @Test
  void aMissingTextAndAMissingRecordingAreNamed() {
    assertThat(align().errLines()).singleElement().asString().contains("no text for");
    Cli.Run run = Cli.run("align", "--model", Cli.ALIGNER, "missing.wav", "text");
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.errLines()).singleElement().asString().contains("no such file");
  }

  @Test
  void aRecogniserIsNoAligner() {
    Cli.Run run = Cli.run("align", "--model", Cli.MODEL, talk.toString(), "text");
    assertThat(run.exit()).isEqualTo(ExitCode.MODEL);
    assertThat(run.errLines()).hasSize(1);
    assertThat(Cli.run("transcribe", "--model", Cli.ALIGNER, talk.toString()).exit())
        .isEqualTo(ExitCode.MODEL);
  }
}
