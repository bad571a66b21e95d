package dev.hark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws how a training run goes or went. */
@Command(
    name = "report",
    description = "Write report.html of a run: losses, error rates, speed and settings.",
    mixinStandardHelpOptions = true)
final class TrainReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1",
      paramLabel = "RUN",
      description = "Folder of a run, at work, stopped or finished.")
  private Optional<Path> run = Optional.empty();

  private TrainReportCommand() {}

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(RunReport.write(run.orElseThrow()));
    return ExitCode.OK;
  }
}
