package dev.hark.cli;

import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.run.FeatureMasks;
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
      "end, model/, which hark transcribe --model opens. A run that was killed goes on with the same",
      "command and --resume."
    })
final class TrainSftCommand implements Callable<Integer> {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "Model folder to begin with; without weights in it, they are drawn.")
  private Optional<Path> model = Optional.empty();

  @Mixin private TrainingOptions options;

  private TrainSftCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    TrainingSettings settings = options.settings();
    FeatureMasks masks = options.masks();
    Screen screen = options.screen();
    DataMixture clips = options.clips(screen);
    List<Example> devClips = options.devClips(screen);
    try (StopSignal _ = StopSignal.interrupting();
        SpeechModel speech = SpeechModel.open(model.orElseThrow(), settings, _ -> true)) {
      options.train(
          new TrainingRun(speech, settings, masks, clips, devClips, options.folder()), screen);
    }
    return ExitCode.OK;
  }
}
