package dev.hark.cli;

import dev.hark.model.GoldenModels;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line as users do, in this process or in one of its own. */
final class Cli {
  static final String JFK_TEXT =
      "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";
  static final Path JFK = GoldenModels.golden("clips/jfk.wav");
  static final String MODEL = GoldenModels.ASR.toString();
  static final String ALIGNER = GoldenModels.ALIGNER.toString();

  private static final long MOST_SECONDS = 100;

  private Cli() {}

  /** What a command did. */
  record Run(int exit, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  /** Transcribes with the tiny model. */
  static Run transcribe(String... arguments) {
    List<String> all = new ArrayList<>(List.of("transcribe", "--model", MODEL));
    all.addAll(Arrays.asList(arguments));
    return run(all.toArray(String[]::new));
  }

  /** A process of its own that has not been started; output goes to files in a folder. */
  static ProcessBuilder process(Path folder, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT", // ignored in what a shell runs in the background
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  /** Waits for a process made by {@link #process}. */
  static Run await(Process process, Path folder) throws IOException, InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(folder.resolve("err")));
    }
    return new Run(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }
}
