package dev.hark.cli;

import dev.hark.audio.AudioException;
import dev.hark.engine.InferenceException;
import dev.hark.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("hark: " + OneLine.of(message(e)));
    if (exitCode(e) == ExitCode.INTERNAL || Boolean.getBoolean("hark.trace")) {
      e.printStackTrace(command.getErr());
    }
    return exitCode(e);
  }

  static String message(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  static int exitCode(Throwable e) {
    return switch (e) {
      case AudioException _ -> ExitCode.INPUT;
      case ModelException _ -> ExitCode.MODEL;
      case IllegalArgumentException _ -> ExitCode.USAGE;
      case CancellationException _, InterruptedException _ -> ExitCode.INTERRUPTED;
      case IOException _, UncheckedIOException _ -> ExitCode.INPUT;
      case InferenceException _ -> ExitCode.INTERNAL;
      default -> ExitCode.INTERNAL;
    };
  }
}
