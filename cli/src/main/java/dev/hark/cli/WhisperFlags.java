package dev.hark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that commands written for whisper bring along. */
final class WhisperFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--task",
      defaultValue = "transcribe",
      hidden = true,
      description = "transcribe; translation is not offered.")
  private String task;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu, which is the only one so far.")
  private String device;

  // Named one by one, since an option that nobody knows must stay an error.
  @Option(
      names = {
        "--fp16",
        "--beam_size",
        "--best_of",
        "--patience",
        "--length_penalty",
        "--suppress_tokens",
        "--condition_on_previous_text",
        "--temperature_increment_on_fallback",
        "--compression_ratio_threshold",
        "--logprob_threshold",
        "--no_speech_threshold",
        "--hallucination_silence_threshold",
        "--prepend_punctuations",
        "--append_punctuations",
        "--vad_filter",
        "--print_colors",
        "--pretty_json"
      },
      hidden = true,
      paramLabel = "VALUE",
      description = "Ignored.")
  private List<String> ignored = new ArrayList<>();

  /**
   * Refuses what cannot be done.
   *
   * @return the options that are ignored
   */
  List<String> check() {
    if (!task.equalsIgnoreCase("transcribe")) {
      throw new ParameterException(
          spec.commandLine(),
          "task \"%s\" is not offered: Qwen3-ASR writes down what is said and translates nothing"
              .formatted(task));
    }
    if (!device.equalsIgnoreCase("cpu") && !device.equalsIgnoreCase("auto")) {
      throw new ParameterException(
          spec.commandLine(), "device \"%s\" is not offered; wanted cpu".formatted(device));
    }
    Set<String> known = Set.of(spec.findOption("--fp16").names());
    return spec.commandLine().getParseResult().originalArgs().stream()
        .map(argument -> argument.split("=", 2)[0])
        .filter(known::contains)
        .distinct()
        .toList();
  }
}
