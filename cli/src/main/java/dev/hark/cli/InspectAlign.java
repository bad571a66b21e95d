package dev.hark.cli;

import dev.hark.audio.AudioSource;
import dev.hark.engine.Alignment;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Word;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one alignment as the aligner gave it. */
@Command(
    name = "align",
    description = "Print input ids, time classes and words of one alignment.",
    mixinStandardHelpOptions = true)
final class InspectAlign implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CLIP", description = "An audio file.")
  private Path clip;

  @Option(names = "--text", required = true, description = "What is said in the clip.")
  private String text;

  @Option(
      names = "--language",
      defaultValue = "",
      description = "Its language, by English name; decides how it is split into words.")
  private String language;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Aligner folder.")
  private Path model;

  @Mixin private EngineFlags engine;

  private InspectAlign() {}

  @Override
  public Integer call() {
    try (ForcedAligner aligner = ForcedAligner.open(model, engine.options())) {
      Alignment alignment = aligner.align(AudioSource.of(clip), text, Languages.name(language));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("inputIds", alignment.inputIds());
      result.put("classes", alignment.classes());
      result.put(
          "words",
          IntStream.range(0, alignment.words().size())
              .mapToObj(i -> word(alignment.units().get(i), alignment.words().get(i)))
              .toList());
      spec.commandLine().getOut().println(Json.line(result));
      return ExitCode.OK;
    }
  }

  private static Map<String, Object> word(String unit, Word word) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("text", unit);
    entry.put("start", word.rawStart().toMillis() / 1000.0);
    entry.put("end", word.rawEnd().toMillis() / 1000.0);
    return entry;
  }
}
