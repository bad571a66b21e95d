package dev.hark.cli;

import dev.hark.audio.AudioException;
import dev.hark.engine.InferenceException;
import dev.hark.model.ModelException;
import dev.hark.train.data.DataException;
import dev.hark.train.run.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private static final int LONGEST = 1000;

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command.getErr());
  }

  /** Writes one line, and with {@code HARK_TRACE} set the stack trace, and gives the exit code. */
  static int report(Throwable e, PrintWriter err) {
    int code = exitCode(e);
    boolean trace = !System.getenv().getOrDefault("HARK_TRACE", "").isEmpty();
    String hint =
        code == ExitCode.INTERNAL && !trace ? "; for a report, run it again with HARK_TRACE=1" : "";
    err.println("hark: " + reason(e) + hint);
    if (trace) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  /** What went wrong, in one line of bounded length. */
  static String reason(Throwable e) {
    String text =
        switch (e) {
          case NoSuchFileException missing -> missing.getFile() + ": no such file";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileAlreadyExistsException there -> there.getFile() + ": is there and is no folder";
          case FileSystemException io ->
              io.getFile() + ": " + (io.getReason() == null ? "cannot be used" : io.getReason());
          case OutOfMemoryError _ -> "out of memory; give fewer threads or a smaller batch";
          default -> message(e);
        };
    String line = OneLine.of(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
  }

  static String message(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  static int exitCode(Throwable e) {
    return switch (e) {
      case AudioException _, DataException _, TrainingException _ -> ExitCode.INPUT;
      case ModelException _ -> ExitCode.MODEL;
      case IllegalArgumentException _ -> ExitCode.USAGE;
      case CancellationException _, InterruptedException _ -> ExitCode.INTERRUPTED;
      case IOException _, UncheckedIOException _ -> ExitCode.INPUT;
      case InferenceException _ -> ExitCode.INTERNAL;
      default -> ExitCode.INTERNAL;
    };
  }
}
