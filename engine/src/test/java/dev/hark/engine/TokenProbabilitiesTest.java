package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenIds;
import dev.hark.model.AsrConfig;
import dev.hark.model.GoldenModels;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probabilities of a transcript's tokens, against all scores of a plain generation. */
@Timeout(120)
class TokenProbabilitiesTest {
  private static final int TEXT_TAG = 151_704;

  @TempDir static Path cache;

  private final AudioSource clip = AudioSource.of(GoldenModels.golden("clips/jfk.wav"));

  /** Log-softmax by the textbook, of the scores that a generation saw. */
  private record Step(int token, double logProbability, int best, double bestLogProbability) {}

  @Test
  void tokensHaveTheLogarithmsOfTheirSoftmax() {
    List<Step> steps = steps();
    int tag = steps.stream().map(Step::token).toList().indexOf(TEXT_TAG);
    List<Step> said = steps.subList(tag + 1, steps.size() - 1); // the last one stops

    try (Transcriber transcriber = Transcriber.open(GoldenModels.ASR, options())) {
      Transcription result =
          transcriber.transcribe(clip, TranscribeOptions.create().withProbabilities(2));

      List<ScoredToken> tokens = result.segments().getFirst().tokens();
      assertThat(tokens)
          .extracting(ScoredToken::id)
          .isEqualTo(said.stream().map(Step::token).toList());
      assertThat(String.join("", tokens.stream().map(ScoredToken::text).toList()))
          .isEqualTo(result.text());
      for (int i = 0; i < said.size(); i++) {
        ScoredToken token = tokens.get(i);
        assertThat(token.logProbability()).isCloseTo(said.get(i).logProbability(), within(1e-5));
        assertThat(token.alternatives()).hasSize(2);
        assertThat(token.alternatives().getFirst().id()).isEqualTo(said.get(i).best());
        assertThat(token.alternatives().getFirst().logProbability())
            .isCloseTo(said.get(i).bestLogProbability(), within(1e-5));
      }
    }
  }

  @Test
  void growingTextHasItsTokensAndNoneUnlessAskedFor() {
    try (Transcriber transcriber = Transcriber.open(GoldenModels.ASR, options())) {
      List<TextDelta> heard = new ArrayList<>();
      TranscribeOptions plain = TranscribeOptions.create().onDelta(heard::add);
      List<ScoredToken> tokens =
          transcriber.transcribe(clip, plain.withProbabilities(0)).segments().getFirst().tokens();

      assertThat(heard).flatExtracting(TextDelta::tokens).isEqualTo(tokens);
      heard.clear();
      assertThat(transcriber.transcribe(clip, plain).segments().getFirst().tokens()).isEmpty();
      assertThat(heard).isNotEmpty().flatExtracting(TextDelta::tokens).isEmpty();
    }
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    MelSpectrogram mel = LogMel.create().compute(AudioReader.create().readAll(clip));
    try (ModelRuntime runtime = ModelRuntime.open(GoldenModels.ASR, options());
        BatchGenerator generator = runtime.generator()) {
      AsrConfig config = (AsrConfig) runtime.config();
      int[] prompt =
          new AsrPrompts(runtime.tokenizer(), config)
              .prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames()))
              .ids();
      generator
          .submit(
              GenerationRequest.create(TokenIds.of(prompt), 100, Set.copyOf(config.stopTokenIds()))
                  .withAudio(mel, config.audioTokenId())
                  .withChooser(scores -> {
                    int best = 0;
                    double sum = 0;
                    for (int i = 0; i < scores.limit(); i++) {
                      best = scores.get(i) > scores.get(best) ? i : best;
                      sum += Math.exp(scores.get(i));
                    }
                    double probability = Math.log(Math.exp(scores.get(best)) / sum);
                    steps.add(new Step(best, probability, best, probability));
                    return best;
                  }))
          .join();
    }
    return steps;
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(1)
        .withCacheFolder(cache);
  }
}
