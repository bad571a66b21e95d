package dev.hark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training of models; the commands below it do the work. */
@Command(
    name = "train",
    description = "Train models on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainSynthCommand.class,
      TrainDigitsCommand.class,
      TrainSftCommand.class,
      TrainDistillCommand.class,
      TrainAlignCommand.class,
      TrainShiftsCommand.class,
      TrainReportCommand.class,
      TrainHeadsCommand.class,
      TrainEvalHeadsCommand.class,
      TrainExportCommand.class
    })
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  private TrainCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "train what? hark train --help lists it");
  }
}
