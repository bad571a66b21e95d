package dev.hark.cli;

import dev.hark.model.AsrConfig;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.distill.Distillation;
import dev.hark.train.distill.DistillationSettings;
import dev.hark.train.distill.LayerPair;
import dev.hark.train.distill.StudentFolder;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training of a small recogniser by a larger one. */
@Command(
    name = "distill",
    description = "Train a small recogniser to say what a larger one says.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "The student learns from the labels and from the teacher's probabilities of every token,"
          + " with",
      "--hidden-weight also to have the teacher's states. The teacher hears each recording as it"
          + " is,",
      "and once: its answers are kept in DIR/teacher. Manifests, DIR and --resume are as in hark",
      "train sft."
    })
final class TrainDistillCommand implements Callable<Integer> {
  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "DIR",
      description = "Model folder of the teacher.")
  private Optional<Path> teacher = Optional.empty();

  @Option(
      names = "--student-config",
      required = true,
      paramLabel = "FILE_OR_DIR",
      description =
          "The student: a file like config.json, or a model folder, with weights or without.")
  private Optional<Path> student = Optional.empty();

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "2",
      description = "What scores are divided by on both sides (${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--soft-weight",
      paramLabel = "W",
      defaultValue = "0.5",
      description =
          "Share of the teacher's probabilities; labels have the rest (${DEFAULT-VALUE}).")
  private double softWeight;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "16",
      description = "Tokens of each place that are kept one by one (${DEFAULT-VALUE}).")
  private int topTokens;

  @Option(
      names = "--hidden-weight",
      paramLabel = "W",
      defaultValue = "0",
      description = "Weight of the distance between states (${DEFAULT-VALUE}).")
  private double hiddenWeight;

  @Option(
      names = "--match-encoder",
      paramLabel = "S:T,...",
      description =
          "Layers of student and teacher to compare, such as 1:2,2:4; else evenly spread.")
  private Optional<String> matchEncoder = Optional.empty();

  @Option(
      names = "--match-decoder",
      paramLabel = "S:T,...",
      description = "The same of the decoders.")
  private Optional<String> matchDecoder = Optional.empty();

  @Option(
      names = "--teacher-cache",
      paramLabel = "DIR",
      description = "Where the teacher's answers are kept; runs may share it (DIR/teacher).")
  private Optional<Path> cache = Optional.empty();

  @Mixin private TrainingOptions options;

  private TrainDistillCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TrainingSettings settings = options.settings();
    Screen screen = options.screen();
    Path from = teacher.orElseThrow();
    Path folder = options.folder();
    AsrConfig large = SpeechModel.configuration(from);
    Path begin = StudentFolder.of(student.orElseThrow(), from, folder.resolve("student"));
    DistillationSettings asked = settings(SpeechModel.configuration(begin), large);
    DataMixture clips = options.clips(screen, 0);
    List<Example> devClips = options.devClips(screen);
    try (StopSignal _ = StopSignal.interrupting();
        Distillation distillation =
            Distillation.open(
                from, begin, asked, cache.orElse(folder.resolve("teacher")), settings.brain());
        SpeechModel speech = SpeechModel.open(begin, settings, _ -> true, distillation.shapes())) {
      options.train(
          new TrainingRun(
              speech,
              settings,
              options.changes(),
              Optional.of(distillation),
              clips,
              devClips,
              folder),
          screen);
    }
    return ExitCode.OK;
  }

  private DistillationSettings settings(AsrConfig small, AsrConfig large) {
    return new DistillationSettings(
        temperature,
        softWeight,
        topTokens,
        hiddenWeight,
        pairs("encoder", matchEncoder, small.audio().layers(), large.audio().layers()),
        pairs("decoder", matchDecoder, small.text().layers(), large.text().layers()));
  }

  private static List<LayerPair> pairs(
      String what, Optional<String> chosen, int studentLayers, int teacherLayers) {
    return chosen
        .map(list -> LayerPair.parse(list, what, studentLayers, teacherLayers))
        .orElseGet(() -> LayerPair.evenlySpread(studentLayers, teacherLayers));
  }
}
