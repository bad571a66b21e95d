package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.AudioHeads;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.EncoderHeads;
import dev.hark.model.ModelException;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.ManifestEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures heads. */
@Command(
    name = "eval-heads",
    description = "Measure how often the heads of a model are right, and the energy detector too.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainEvalHeadsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RecogniserFlag recogniser;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "MANIFEST",
      description = "Clips, with language, and style and vad where they are known.")
  private List<Path> data = List.of();

  @Option(
      names = "--noise",
      paramLabel = "DB",
      description = "Add pink noise, so many decibels below the speech.")
  private Optional<Double> noise = Optional.empty();

  @Option(
      names = "--stream",
      description = "Measure the neural detector for live sound, too; it takes a while.")
  private boolean stream;

  @Mixin private ModelSource models;
  @Mixin private EngineFlags engine;

  private TrainEvalHeadsCommand() {}

  @Override
  public Integer call() {
    Optional<EvalNoise> added = noise.map(EvalNoise::new);
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    List<ManifestEntry> entries =
        data.stream()
            .flatMap(file -> Manifest.read(file, Manifest.LONGEST).strict().entries().stream())
            .toList();
    EngineOptions options = engine.options();
    Path folder = models.folder(recogniser.name(), options.cacheFolder(), watched);
    try (Transcriber transcriber = Transcriber.open(folder, options)) {
      AudioHeads heads =
          transcriber
              .heads()
              .orElseThrow(() ->
                  new ModelException(
                      "%s has no %s and %s; hark train heads makes them"
                          .formatted(folder, EncoderHeads.CONFIG, EncoderHeads.WEIGHTS)));
      HeadScores scores = new HeadScores(heads, stream);
      AudioReader reader = AudioReader.create();
      int done = 0;
      for (ManifestEntry entry : entries) {
        screen.progress("%d of %d".formatted(++done, entries.size()));
        AudioSource audio = AudioSource.of(entry.audio());
        float[] clean = reader.readAll(audio);
        float[] heard =
            added
                .map(level -> level.over(audio, String.valueOf(entry.audio().getFileName())))
                .orElse(clean);
        scores.add(entry, heard, entry.speechIn(clean));
      }
      screen.progress("");
      screen.print(scores.report());
    }
    return ExitCode.OK;
  }
}
