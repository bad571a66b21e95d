package dev.hark.cli;

import dev.hark.model.AlignerConfig;
import dev.hark.model.ModelConfig;
import dev.hark.train.align.AlignerFolder;
import dev.hark.train.align.AlignerModel;
import dev.hark.train.align.AlignerRun;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.TimedExample;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.run.TrainingLoop;
import dev.hark.train.run.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training of a forced aligner. */
@Command(
    name = "align",
    description = "Train a forced aligner on recordings of which the times of words are known.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "A line of a manifest has \"words\": [{\"text\": \"three\", \"start\": 0.2, \"end\": 0.6},"
          + " ...] in",
      "seconds besides \"audio\" and \"text\"; lines without are left out. DIR gets checkpoints/,",
      "metrics.jsonl and, at the end, model/, which hark align --model opens. A run that was"
          + " killed",
      "goes on with the same command and --resume."
    })
final class TrainAlignCommand implements Callable<Integer> {
  private static final int POOL = 8;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of an aligner, with weights or without, or of a recogniser to make one of.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "Recogniser whose weights an aligner without weights takes where they fit.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--classes",
      defaultValue = "5000",
      description = "Times that an aligner made of a recogniser can name (${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--class-millis",
      defaultValue = "80",
      description = "Milliseconds from one to the next (${DEFAULT-VALUE}).")
  private int millisPerClass;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "MANIFEST[:WEIGHT],...",
      description = "Train on these, in the proportion of their weights.")
  private Optional<String> data = Optional.empty();

  @Option(names = "--dev", paramLabel = "MANIFEST", description = "Measure shifts of times on it.")
  private Optional<Path> dev = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the run.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--all-slots",
      paramLabel = "P",
      defaultValue = "0.5",
      description =
          "How often all words of a clip have slots for times, else each by chance"
              + " (${DEFAULT-VALUE}).")
  private double allSlots;

  @Option(names = "--steps", defaultValue = "2000", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", defaultValue = "24", description = "Clips at once (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--accumulate",
      defaultValue = "1",
      description = "Batches of a step (${DEFAULT-VALUE}).")
  private int accumulate;

  @Option(names = "--lr", defaultValue = "1e-3", description = "Highest rate (${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      description = "Steps up to the highest rate (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.02",
      description = "Decay of matrices (${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--clip",
      defaultValue = "1",
      description = "Largest norm of the gradients (${DEFAULT-VALUE}).")
  private double clip;

  @Option(
      names = "--label-smoothing",
      defaultValue = "0",
      description = "Probability spread over all classes (${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--precision",
      defaultValue = "bf16",
      description = "Type of products: bf16 or f32 (${DEFAULT-VALUE}).")
  private String precision;

  @Option(names = "--threads", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--save-every",
      defaultValue = "200",
      description = "Steps between checkpoints (${DEFAULT-VALUE}).")
  private int saveEvery;

  @Option(
      names = "--eval-every",
      defaultValue = "500",
      description = "Steps between evaluations (${DEFAULT-VALUE}).")
  private int evaluateEvery;

  @Option(
      names = "--augment",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Change recordings each time they come (${DEFAULT-VALUE}).")
  private boolean augment;

  @Option(
      names = "--join",
      defaultValue = "0.3",
      description = "How often recordings of one voice are joined (${DEFAULT-VALUE}).")
  private double join;

  @Option(
      names = "--most-joined",
      defaultValue = "6",
      description = "At most how many are joined (${DEFAULT-VALUE}).")
  private int mostJoined;

  @Option(
      names = "--longest",
      defaultValue = "20",
      description = "Seconds up to which recordings are joined (${DEFAULT-VALUE}).")
  private double longest;

  @Option(names = "--skip-bad", description = "Leave out bad lines instead of stopping.")
  private boolean skipBad;

  @Option(names = "--resume", description = "Go on from the newest checkpoint.")
  private boolean resume;

  private TrainAlignCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingSettings settings =
        new TrainingSettings(
            steps,
            batch,
            accumulate,
            learningRate,
            warmup,
            weightDecay,
            clip,
            labelSmoothing,
            0,
            brain(),
            threads,
            seed,
            POOL,
            saveEvery,
            evaluateEvery);
    Path folder = out.orElseThrow();
    if (TrainingLoop.hasCheckpoint(folder) && !resume) {
      throw new ParameterException(
          spec.commandLine(), folder + " has checkpoints; add --resume, or give another folder");
    }
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    DataMixture clips = clips(screen);
    List<TimedExample> devClips = dev.map(file -> devClips(file, screen)).orElse(List.of());
    try (StopSignal _ = StopSignal.interrupting();
        AlignerModel aligner = aligner(folder)) {
      AlignerRun run = new AlignerRun(aligner, settings, allSlots, clips, devClips, folder);
      TrainingProgress progress =
          new TrainingProgress(steps, folder, screen, TrainingProgress.settings(spec));
      run.train(resume, progress);
      progress.report();
      screen.print(run.modelFolder() + System.lineSeparator());
    }
    return ExitCode.OK;
  }

  private AlignerModel aligner(Path run) throws IOException {
    Path folder = model.orElseThrow();
    if (ModelConfig.open(folder) instanceof AlignerConfig) {
      return AlignerModel.open(folder, from, seed);
    }
    if (from.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from goes with an aligner's folder; %s is a recogniser".formatted(folder));
    }
    Path start = run.resolve("start");
    AlignerFolder.write(folder, start, classes, millisPerClass);
    return AlignerModel.open(start, Optional.of(folder), seed);
  }

  private DataMixture clips(Screen screen) {
    MixtureSettings changed =
        new MixtureSettings(
            augment,
            join,
            mostJoined,
            longest,
            Manifest.LONGEST,
            skipBad,
            Runtime.getRuntime().maxMemory() / 3,
            0);
    return DataMixture.open(WeightedManifest.parse(data.orElseThrow()), changed, screen::message)
        .withTimes();
  }

  /** Every clip of a manifest that has times, as it is. */
  private static List<TimedExample> devClips(Path manifest, Screen screen) {
    MixtureSettings plain = MixtureSettings.STANDARD.withAugment(false).withJoinProbability(0);
    DataMixture clips =
        DataMixture.open(List.of(new WeightedManifest(manifest, 1)), plain, screen::message)
            .withTimes();
    SplittableRandom unused = new SplittableRandom(0);
    return IntStream.range(0, clips.size()).mapToObj(i -> clips.timed(i, unused)).toList();
  }

  private boolean brain() {
    return switch (precision) {
      case "bf16" -> true;
      case "f32" -> false;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--precision is " + precision + ", wanted bf16 or f32");
    };
  }
}
