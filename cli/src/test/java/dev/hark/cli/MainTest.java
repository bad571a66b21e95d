package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void withoutArgumentsThereAreFourExamples() {
    Cli.Run run = Cli.run();
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("  hark "))).hasSize(4);
  }

  @Test
  void helpListsTheCommands() {
    assertThat(Cli.run("help").out()).contains("transcribe", "align", "models", "doctor");
    assertThat(Cli.run("help", "transcribe").out()).contains("--output_dir", "--model");
  }

  @Test
  void shellsCanCompleteOptions() {
    assertThat(Cli.run("generate-completion").out()).contains("--clip_timestamps");
  }

  @Test
  void anUnknownCommandIsOneLine() {
    Cli.Run run = Cli.run("transcrbe");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines()).hasSize(1);
  }
}
