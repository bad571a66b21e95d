package dev.hark.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands of which nobody says with what model. */
class BuiltInModelsTest {
  private static final Path DIGITS =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples").resolve("digits.wav");
  private static final String TEXT = "seven nine zero five nine five five";
  private static final Pattern WORD_WITH_TIMES =
      Pattern.compile("\"word\" : \"(\\w+)\"|\\[\\S+ --> \\S+] (\\w+)");

  @Test
  void wordsOfTheBuiltInRecogniserGetTimesFromTheBuiltInAligner() {
    Cli.Run run =
        Cli.run("transcribe", DIGITS.toString(), "--word-timestamps", "-f", "json", "-o", "-");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.errLines()).singleElement().asString().contains("built-in hark-mini,");
    assertThat(words(run.out())).containsExactly(TEXT.split(" "));
  }

  @Test
  void aKnownTextIsAlignedByTheBuiltInAligner() {
    Cli.Run run = Cli.run("align", DIGITS.toString(), TEXT, "--language", "en");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("hark-mini-aligner", "hark models pull qwen3-forced-aligner-0.6b");
    assertThat(words(run.out())).containsExactly(TEXT.split(" "));
  }

  @Test
  void aServerWithoutModelsTakesBoth() {
    assertThat(served("serve").list(Setting.MODEL)).containsExactly("hark-mini");
    assertThat(served("serve").list(Setting.ALIGNER)).containsExactly("hark-mini-aligner");
    assertThat(served("serve", "--aligner", "mine").list(Setting.ALIGNER)).containsExactly("mine");
    assertThat(served("serve", "--model", "mine").list(Setting.ALIGNER)).isEmpty();
  }

  private static ServerConfig served(String... arguments) {
    CommandLine line = Main.commandLine();
    line.parseArgs(arguments);
    ServeCommand command = requireNonNull(line.getSubcommands().get("serve")).getCommand();
    return command.config(Map.of());
  }

  private static List<String> words(String output) {
    return WORD_WITH_TIMES.matcher(output).results().map(BuiltInModelsTest::word).toList();
  }

  private static String word(MatchResult match) {
    return match.group(1) == null ? match.group(2) : match.group(1);
  }
}
