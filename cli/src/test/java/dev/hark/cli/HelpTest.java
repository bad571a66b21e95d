package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Messages point to the help of the command that failed, so every command has one. */
class HelpTest {
  static List<List<String>> commands() {
    List<List<String>> paths = new ArrayList<>();
    collect(Main.commandLine(), List.of(), paths);
    return paths;
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
    paths.add(path);
    command
        .getSubcommands()
        .forEach((name, sub) -> {
          if (sub.getCommand() instanceof CommandLine.HelpCommand) {
            return; // picocli's own, which is the help
          }
          List<String> longer = new ArrayList<>(path);
          longer.add(name);
          collect(sub, longer, paths);
        });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpAndVersion(List<String> path) {
    assertThat(run(path, "--help"))
        .startsWith("Usage: hark")
        .contains("Show this help message and exit.");
    assertThat(run(path, "--version")).isEqualTo("hark " + Version.current());
  }

  private static String run(List<String> path, String option) {
    List<String> arguments = new ArrayList<>(path);
    arguments.add(option);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as("%s: %s", arguments, err).isZero();
    return out.toString().strip();
  }
}
