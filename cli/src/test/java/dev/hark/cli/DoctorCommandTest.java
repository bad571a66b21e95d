package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void everythingIsLookedAt() {
    Cli.Run run =
        Cli.run("doctor", "--cache-dir", folder.toString(), "--model-dir", folder.toString());
    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.matches("(ok|warn)\\s+\\S.*"));
    assertThat(run.out())
        .contains("Java", "processor", "memory", "ONNX Runtime", "ffmpeg", "cache", "hark models")
        .contains("HF_HUB_OFFLINE=1");
  }

  @Test
  void aFolderThatCannotBeUsedIsBad() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Run run = Cli.run("doctor", "--cache-dir", file.resolve("cache").toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines()).filteredOn(line -> line.startsWith("bad")).hasSize(1);
  }

  @Test
  void secretsAreNotShown() {
    assertThat(Machine.variables(Map.of("HF_TOKEN", "hf_secret", "HARK_HUB", "modelscope")))
        .extracting(Finding::detail)
        .containsExactly("HARK_HUB=modelscope", "HF_TOKEN=(set)");
  }
}
