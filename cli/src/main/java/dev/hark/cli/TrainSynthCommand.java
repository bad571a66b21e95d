package dev.hark.cli;

import dev.hark.train.synth.SynthRun;
import dev.hark.train.synth.SynthSettings;
import dev.hark.train.synth.Topic;
import dev.hark.train.synth.VoiceSplit;
import dev.hark.train.synth.WordList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes synthetic speech to train on. */
@Command(
    name = "synth",
    description = "Make clips of synthetic speech, with a manifest.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "Topics: digits, numbers, letters, dates, times, commands, mandarin, none (no speech). Without",
      "--topics it is a mixture of all of these. Those of single-digits and single-letters are said",
      "one by one; training joins the clips of a voice to strings. espeak-ng must be installed; flite",
      "and festival add voices. Some voices speak for dev and test alone. The same seed gives the same",
      "clips on a machine with the same synthesisers. The manifest is written last: with it, all clips",
      "are there."
    })
final class TrainSynthCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder to make, with manifest.jsonl in it.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--clips",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many (${DEFAULT-VALUE}).")
  private int clips;

  @Option(
      names = "--topics",
      paramLabel = "TOPIC",
      split = ",",
      description = "What about, such as numbers,dates.")
  private List<String> topics = List.of();

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description = "Say one to three of these words instead; one a line.")
  private Optional<Path> words = Optional.empty();

  @Option(
      names = "--voices",
      paramLabel = "SPLIT",
      defaultValue = "train",
      description = "Whose voices: train, dev or test (${DEFAULT-VALUE}).")
  private VoiceSplit voices = VoiceSplit.TRAIN;

  @Option(
      names = "--synthesizers",
      paramLabel = "NAME",
      split = ",",
      description =
          "Who speaks: espeak-ng, flite, festival, accents, pico; the first three if not given.")
  private List<String> synthesizers = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Synthesisers at a time; one a processor if not given.")
  private Optional<Integer> jobs = Optional.empty();

  private TrainSynthCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = out.orElseThrow();
    if (Files.exists(folder.resolve("manifest.jsonl"))) {
      throw new ParameterException(
          spec.commandLine(), folder + " has a manifest.jsonl; give another folder");
    }
    if (words.isPresent() && !topics.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--words and --topics do not go together; make two folders");
    }
    List<Topic> about = topics.isEmpty() ? Topic.USUAL : topics.stream().map(Topic::of).toList();
    int atOnce = jobs.orElse(Runtime.getRuntime().availableProcessors());
    SynthRun run =
        SynthRun.create(
            new SynthSettings(
                folder,
                clips,
                seed,
                voices,
                synthesizers,
                about,
                words.map(WordList::read),
                atOnce));
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    screen.message(run.describeVoices());
    run.adviceOnVoices().ifPresent(screen::message);
    long start = System.nanoTime();
    AtomicInteger made = new AtomicInteger();
    try (StopSignal _ = StopSignal.interrupting()) {
      Path manifest =
          run.run(more -> screen.progress("%d of %d clips".formatted(made.addAndGet(more), clips)));
      screen.progress("");
      screen.message(
          "%d clips in %d s"
              .formatted(clips, Duration.ofNanos(System.nanoTime() - start).toSeconds()));
      screen.print(manifest + System.lineSeparator());
    }
    return ExitCode.OK;
  }
}
