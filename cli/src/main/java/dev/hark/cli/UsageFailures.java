package dev.hark.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Tells in one line what is wrong with a command line, and where to read more. */
final class UsageFailures implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "hark: %s; see %s --help"
                .formatted(
                    OneLine.of(Failures.message(e)), command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }
}
