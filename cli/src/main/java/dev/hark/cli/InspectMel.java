package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the log-mel features of a clip. */
@Command(
    name = "mel",
    description = "Print the log-mel features of a clip: shape, sum, extremes, and the values.",
    mixinStandardHelpOptions = true)
final class InspectMel implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CLIP", description = "An audio file.")
  private Path clip;

  @Option(names = "--summary", description = "Leave out the values.")
  private boolean summary;

  private InspectMel() {}

  @Override
  public Integer call() {
    float[] samples = AudioReader.create().readAll(AudioSource.of(clip));
    MelSpectrogram mel = LogMel.create().compute(samples);
    double sum = 0;
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : mel.values()) {
      sum += value;
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("samples", samples.length);
    result.put("mels", MelSpectrogram.MELS);
    result.put("frames", mel.frames());
    result.put("sum", sum);
    result.put("min", smallest);
    result.put("max", largest);
    if (!summary) {
      result.put("values", mel.values());
    }
    spec.commandLine().getOut().println(Json.line(result));
    return ExitCode.OK;
  }
}
