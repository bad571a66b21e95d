package dev.hark.cli;

import picocli.CommandLine.Command;

/** Prints what happens inside, for people who port and debug. */
@Command(
    name = "inspect",
    description = "Print intermediate results as JSON, to compare with another implementation.",
    mixinStandardHelpOptions = true)
final class InspectCommand {
  private InspectCommand() {}
}
