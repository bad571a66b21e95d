package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.run.FeatureChanges;
import dev.hark.train.run.ParameterPatterns;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.TrainingRun;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.run.Tuning;
import dev.hark.train.torch.HeadTasks;
import dev.hark.train.torch.LoraSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Supervised training of a recogniser. */
@Command(
    name = "sft",
    description = "Train a recogniser on recordings whose text is known.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "A manifest has one JSON object a line: {\"audio\": \"a.wav\", \"text\":",
      "\"language English<asr_text>three five\"}. DIR gets checkpoints/, metrics.jsonl and, at the",
      "end, model/, which hark transcribe --model opens. A run that was killed goes on with the"
          + " same",
      "command and --resume."
    })
final class TrainSftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "Model folder to begin with; without weights in it, they are drawn.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--heads",
      paramLabel = "HEAD:WEIGHT,...",
      description = "Train heads along: lid, vad, style, such as lid:0.1,vad:0.2.")
  private Optional<String> heads = Optional.empty();

  @Option(
      names = "--head-bound",
      paramLabel = "R",
      defaultValue = "1",
      description =
          "Largest gradient of a head on the encoder, in that of the answer (${DEFAULT-VALUE}).")
  private double headBound;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--freeze",
      paramLabel = "PATTERN,...",
      description = {
        "Leave these as they are: encoder, projector, decoder, heads (for training alone), or"
            + " names",
        "of parameters such as model.audio_tower.layers.*"
      })
  private Optional<String> freeze = Optional.empty();

  @Option(
      names = "--lora-rank",
      paramLabel = "R",
      description = "Train adapters of this rank (LoRA) and leave the model as it is.")
  private Optional<Integer> loraRank = Optional.empty();

  @Option(
      names = "--lora-alpha",
      paramLabel = "A",
      description = "Adapters are scaled by A over their rank (twice the rank).")
  private Optional<Double> loraAlpha = Optional.empty();

  @Option(
      names = "--lora-targets",
      paramLabel = "LAYER",
      split = ",",
      defaultValue = "q_proj,k_proj,v_proj,o_proj",
      description = "Layers that get adapters (${DEFAULT-VALUE}).")
  private List<String> loraTargets = List.of();

  @Option(
      names = "--bias-share",
      paramLabel = "P",
      defaultValue = "0",
      description = "How often the prompt lists words, of the text and others (${DEFAULT-VALUE}).")
  private double biasShare;

  private TrainSftCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TrainingSettings settings = options.settings();
    FeatureChanges changes = options.changes();
    Screen screen = options.screen();
    DataMixture clips = options.clips(screen, biasShare);
    List<Example> devClips = options.devClips(screen);
    Path template = model.orElseThrow();
    HeadTasks tasks =
        heads.map(list -> HeadList.parse(list, template, clips, headBound)).orElse(HeadTasks.NONE);
    try (StopSignal _ = StopSignal.interrupting();
        SpeechModel speech = SpeechModel.open(template, settings, tuning(), tasks)) {
      options.train(
          new TrainingRun(speech, settings, changes, clips, devClips, options.folder()), screen);
    }
    return ExitCode.OK;
  }

  private Tuning tuning() {
    if (loraRank.isEmpty() && loraAlpha.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--lora-alpha goes with --lora-rank");
    }
    return new Tuning(
        freeze.map(ParameterPatterns::parse).orElse(ParameterPatterns.NONE),
        loraRank.map(rank -> new LoraSettings(rank, loraAlpha.orElse(2.0 * rank), loraTargets)));
  }
}
