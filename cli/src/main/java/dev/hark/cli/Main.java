package dev.hark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
    name = "hark",
    description = "Speech to text with Qwen3-ASR models, on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      TranscribeCommand.class,
      ListenCommand.class,
      AlignCommand.class,
      ModelsCommand.class,
      EvalCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      InspectCommand.class,
      ServeCommand.class,
      HelpCommand.class,
      AutoComplete.GenerateCompletion.class,
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = utf8(FileDescriptor.out);
    PrintWriter err = utf8(FileDescriptor.err);
    StopSignal.install();
    int code = run(args, out, err);
    if (code == ExitCode.INTERRUPTED) {
      StopSignal.end();
    }
    System.exit(code);
  }

  private static int run(String[] args, PrintWriter out, PrintWriter err) {
    try {
      return commandLine().setOut(out).setErr(err).execute(args);
    } catch (Throwable e) { // errors of the machine: no memory, no library
      return Failures.report(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Results are the same whatever the locale is. */
  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  /** The command line, ready to execute; output goes where its writers say. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new UsageFailures());
  }

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .print(
            """
            hark: speech to text with Qwen3-ASR models, on this machine

              hark transcribe talk.mp3 --model qwen3-asr-0.6b       text of one recording
              hark transcribe calls/ -o texts -f srt,json           files for a whole folder
              hark listen                                           live captions from the microphone
              hark align talk.mp3 --text-file talk.txt -f srt       times for a known text

            hark help lists all commands, hark transcribe --help the options of one.
            """);
    spec.commandLine().getOut().flush();
  }
}
