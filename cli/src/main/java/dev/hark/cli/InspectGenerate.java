package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.InferenceException;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.Generation;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenIds;
import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.Prompt;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one greedy generation as the networks gave it. */
@Command(
    name = "generate",
    description =
        "Print prompt, generated ids and first scores of one clip; no guard, no clean-up.",
    mixinStandardHelpOptions = true)
final class InspectGenerate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CLIP", description = "An audio file, taken as one piece.")
  private Path clip;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
  private Path model;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "512",
      description = "Bound on generated tokens (default: ${DEFAULT-VALUE}).")
  private int maxNewTokens;

  @Option(
      names = "--context",
      defaultValue = "",
      description = "Text of the system turn; anything like a control token is removed.")
  private String context;

  @Option(names = "--language", description = "Language to write, by name or code.")
  private Optional<String> language = Optional.empty();

  @Mixin private EngineFlags engine;

  private InspectGenerate() {}

  @Override
  public Integer call() throws InterruptedException {
    float[] samples = AudioReader.create().readAll(AudioSource.of(clip));
    MelSpectrogram mel = LogMel.create().compute(samples);
    Optional<Language> forced = language.map(Language::of);
    try (ModelRuntime runtime = ModelRuntime.open(model, engine.options().withBatchSize(1));
        BatchGenerator generator = runtime.generator()) {
      if (!(runtime.config() instanceof AsrConfig config)) {
        throw new ModelException(
            model + " holds no speech recogniser; give the folder of a Qwen3-ASR model");
      }
      Prompt prompt =
          new AsrPrompts(runtime.tokenizer(), config)
              .prompt(context, forced, AudioEncoder.tokens(mel.frames()));
      Generation generation =
          generator
              .submit(
                  GenerationRequest.create(
                          TokenIds.of(prompt.ids()),
                          maxNewTokens,
                          Set.copyOf(config.stopTokenIds()))
                      .withAudio(mel, config.audioTokenId())
                      .withTrace())
              .get();
      spec.commandLine().getOut().println(Json.line(result(prompt, generation)));
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw new InferenceException("generation failed: " + e.getCause(), e);
    }
  }

  private static Map<String, Object> result(Prompt prompt, Generation generation) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("audioTokens", generation.trace().audioTokens());
    result.put("promptIds", prompt.ids());
    result.put("generatedIds", generation.tokens().toArray());
    result.put(
        "topLogits",
        generation.trace().topScores().stream()
            .map(top -> List.of((Number) top.token(), (Number) top.score()))
            .toList());
    result.put("encoderNorm", generation.trace().encoderNorm());
    return result;
  }
}
