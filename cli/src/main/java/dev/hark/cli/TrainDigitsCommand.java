package dev.hark.cli;

import dev.hark.train.data.DigitRecordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes recordings of spoken digits something to train on, or to evaluate with. */
@Command(
    name = "digits",
    description = "List recordings of single digits for training, or join them for evaluation.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "Recordings are named DIGIT_SPEAKER_NUMBER.wav, as in the Free Spoken Digit Dataset. Training",
      "joins those of a speaker to new strings of 1 to 10 digits each time. With --eval, N such",
      "strings are written to the folder OUT, with a .txt beside each, for hark eval."
    })
final class TrainDigitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "FOLDER", description = "Folder of the recordings.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--speakers",
      paramLabel = "NAME",
      split = ",",
      description = "Only these speakers.")
  private Set<String> only = Set.of();

  @Option(
      names = "--leave-out",
      paramLabel = "NAME",
      split = ",",
      description = "All but these speakers.")
  private Set<String> without = Set.of();

  @Option(
      names = "--eval",
      paramLabel = "N",
      description = "Write N strings of digits instead of a manifest.")
  private Optional<Integer> eval = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Seed of the strings (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description = "Manifest to write; with --eval a new folder.")
  private Optional<Path> out = Optional.empty();

  private TrainDigitsCommand() {}

  @Override
  public Integer call() throws IOException {
    Path into = out.orElseThrow();
    DigitRecordings recordings = chosen(DigitRecordings.in(folder.orElseThrow()));
    if (eval.isPresent()) {
      checkNew(into);
      recordings.writeStrings(into, atLeastOne(eval.get()), seed);
    } else {
      Path parent = into.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      recordings.writeManifest(into);
    }
    spec.commandLine()
        .getErr()
        .println(
            "hark: %d recordings of %s"
                .formatted(recordings.size(), String.join(", ", recordings.speakers())));
    spec.commandLine().getOut().println(into);
    return ExitCode.OK;
  }

  private DigitRecordings chosen(DigitRecordings all) {
    DigitRecordings some = only.isEmpty() ? all : all.of(only);
    Set<String> left = new TreeSet<>(some.speakers());
    left.removeAll(some.of(without).speakers());
    if (left.isEmpty()) {
      throw wrong("--leave-out leaves out everybody, wanted some of " + some.speakers());
    }
    return some.of(left);
  }

  private int atLeastOne(int count) {
    if (count < 1) {
      throw wrong("--eval is " + count + ", wanted at least 1");
    }
    return count;
  }

  /** Strings of an earlier call would be evaluated along with the new ones. */
  private void checkNew(Path into) throws IOException {
    if (Files.isDirectory(into)) {
      try (Stream<Path> files = Files.list(into)) {
        if (files.findAny().isPresent()) {
          throw wrong(into + " is not empty; give another folder");
        }
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
