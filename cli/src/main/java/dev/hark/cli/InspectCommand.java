package dev.hark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what happens inside, for people who port and debug. */
@Command(
    name = "inspect",
    description = "Print intermediate results as JSON, to compare with another implementation.",
    mixinStandardHelpOptions = true,
    subcommands = {
      InspectMel.class,
      InspectTokens.class,
      InspectGenerate.class,
      InspectAlign.class
    })
final class InspectCommand implements Runnable {
  @Spec private CommandSpec spec;

  private InspectCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "missing what to inspect: mel, tokens, generate or align");
  }
}
