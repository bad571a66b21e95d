package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledModelsTest {
  @TempDir private Path folder;

  /** Root may write everywhere, but not below a file. */
  @Test
  void aCacheThatCannotBeWrittenIsOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Run run = Cli.transcribe(Cli.JFK.toString(), "--cache-dir", file + "/cache");
    assertThat(run.exit()).isEqualTo(ExitCode.MODEL);
    assertThat(run.errLines()).singleElement().asString().contains("cannot write the compiled");
  }

  @Test
  void aFullDiskIsOneLineAndLeavesNothingHalfDone() throws IOException, InterruptedException {
    try (SmallDisk disk = SmallDisk.in(folder, 4)) {
      Cli.Run run =
          disk.mounted()
              ? Cli.transcribe(Cli.JFK.toString(), "--cache-dir", disk.path().toString())
              : withSmallFiles(disk.path());
      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.MODEL);
      assertThat(run.out()).isEmpty();
      assertThat(run.errLines()).singleElement().asString().contains("HARK_CACHE");
      try (Stream<Path> left = Files.walk(disk.path())) {
        assertThat(left.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
            .allMatch(name -> name.endsWith(".lock"));
      }
    }
  }

  /** Where nothing may be mounted: a process that may not write more than 4 MB into a file. */
  private Cli.Run withSmallFiles(Path cache) throws IOException, InterruptedException {
    ProcessBuilder limited =
        Cli.process(
            folder,
            Map.of("HARK_CACHE", cache.toString()),
            "transcribe",
            Cli.JFK.toString(),
            "-m",
            Cli.MODEL);
    return Cli.await(SmallDisk.limited(limited, 4).start(), folder);
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    String cache = folder.toString();
    assertThat(Cli.transcribe(Cli.JFK.toString(), "--cache-dir", cache).exit()).isZero();
    Path manifest;
    try (Stream<Path> files = Files.walk(folder)) {
      manifest = files.filter(file -> file.endsWith("manifest.txt")).findFirst().orElseThrow();
    }
    Files.delete(manifest);
    Path compiled = Objects.requireNonNull(manifest.getParent());
    Path left = Files.createDirectory(Path.of(compiled + ".tmp1"));
    Files.createFile(left.resolve("encoder.weights"));

    assertThat(Cli.transcribe(Cli.JFK.toString(), "--cache-dir", cache).exit()).isZero();
    assertThat(left).doesNotExist();
    assertThat(manifest).exists();
  }

  @Test
  void twoProcessesMayCompileAtOnce() throws IOException, InterruptedException {
    Map<String, String> environment =
        Map.of("HARK_CACHE", folder.resolve("cache").toString(), "HARK_MODEL", Cli.MODEL);
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    Process first = Cli.process(one, environment, "transcribe", Cli.JFK.toString()).start();
    Process second = Cli.process(two, environment, "transcribe", Cli.JFK.toString()).start();
    Cli.Run expected = new Cli.Run(0, Cli.JFK_TEXT + "\n", "");
    assertThat(Cli.await(first, one)).isEqualTo(expected);
    assertThat(Cli.await(second, two)).isEqualTo(expected);
  }
}
