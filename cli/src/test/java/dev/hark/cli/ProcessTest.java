package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only a process of its own can show. */
class ProcessTest {
  @TempDir private Path folder;

  @Test
  void standardInputIsTranscribed() throws IOException, InterruptedException {
    Process process =
        Cli.process(folder, Map.of("HARK_MODEL", Cli.MODEL), "transcribe", "-", "-f", "srt")
            .redirectInput(Cli.JFK.toFile())
            .start();
    Cli.Run run = Cli.await(process, folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("1\n00:00:00,000 --> ");
  }

  @Test
  void aLongClassPathDoesNotEndTheProcess() throws IOException, InterruptedException {
    ProcessBuilder builder =
        Cli.process(folder, Map.of(), "transcribe", Cli.JFK.toString(), "--model", Cli.MODEL);
    int classPath = builder.command().indexOf("-cp") + 1;
    String jars = ":/nowhere/some-library-with-a-long-name-1.2.3-SNAPSHOT.jar".repeat(600);
    builder.command().set(classPath, builder.command().get(classPath) + jars);
    Cli.Run run = Cli.await(builder.start(), folder);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("And so, my fellow Americans");
  }

  @Test
  void interruptKeepsWhatIsFinished() throws IOException, InterruptedException {
    Path talk = folder.resolve("talk.au");
    Files.write(talk, Recordings.au(Recordings.clip("jfk"), 120));
    Path out = folder.resolve("results");
    Process process =
        Cli.process(
                folder,
                Map.of("HARK_MODEL", Cli.MODEL),
                "transcribe",
                talk.toString(),
                "-o",
                out.toString(),
                "-f",
                "txt,json",
                "--piece-seconds",
                "5",
                "--batch",
                "2",
                "--threads",
                "1",
                "--verbose")
            .start();
    Path shown = folder.resolve("out");
    while (process.isAlive() && Files.readString(shown).lines().count() < 3) {
      Thread.sleep(20);
    }
    List<ProcessHandle> children = process.descendants().toList();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    Cli.Run run = Cli.await(process, folder);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("hark: stopped; 0 of 1 inputs done; ")
        .contains("talk.partial.txt");
    assertThat(out.resolve("talk.txt")).doesNotExist();
    assertThat(Files.readString(out.resolve("talk.partial.txt"))).contains("And so");
    JsonNode json = new JsonMapper().readTree(out.resolve("talk.partial.json"));
    assertThat(json.get("truncated").asBoolean()).isTrue();
    JsonNode last = json.get("spans").get(json.get("spans").size() - 1);
    assertThat(last.get("coverage").asString()).isEqualTo("truncated");
    assertThat(last.get("end").asDouble()).isEqualTo(1320.0);
    assertThat(children).as("the decoder").isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }
}
