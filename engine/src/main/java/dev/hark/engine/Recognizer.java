package dev.hark.engine;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.Generation;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.longform.AllowedLanguages;
import dev.hark.engine.longform.DecodeSettings;
import dev.hark.engine.longform.LoopDetector;
import dev.hark.engine.longform.PieceDecoder;
import dev.hark.engine.longform.PieceText;
import dev.hark.engine.longform.StopReason;
import dev.hark.engine.stream.AsrStreamModel;
import dev.hark.engine.stream.StreamModel;
import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.OutputParser;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.Prompt;
import dev.hark.model.text.Sampler;
import dev.hark.model.text.Sampling;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Recognises pieces of audio: features, prompt, generation, and what the output says. */
final class Recognizer implements AutoCloseable {
  private final AsrConfig config;
  private final Tokenizer tokenizer;
  private final AsrPrompts prompts;
  private final BatchGenerator generator;
  private final OtherPrecision other;
  private final StreamModel streamModel;
  private final Set<Integer> stopTokens;
  private final int textTag;
  private final Optional<AudioHeads> heads;

  private Recognizer(
      AsrConfig config,
      Tokenizer tokenizer,
      BatchGenerator generator,
      OtherPrecision other,
      Optional<AudioHeads> heads) {
    this.heads = heads;
    this.config = config;
    this.tokenizer = tokenizer;
    this.prompts = new AsrPrompts(tokenizer, config);
    this.generator = generator;
    this.other = other;
    this.streamModel = new AsrStreamModel(config, tokenizer, prompts, generator);
    this.stopTokens = Set.copyOf(config.stopTokenIds());
    this.textTag = tokenizer.id("<asr_text>").orElseThrow();
  }

  static Recognizer start(
      ModelRuntime runtime, AsrConfig config, OtherPrecision other, Optional<AudioHeads> heads) {
    return new Recognizer(config, runtime.tokenizer(), runtime.generator(), other, heads);
  }

  /**
   * A decoder of pieces for one recording.
   *
   * @param heard takes what is heard of its languages
   */
  PieceDecoder decoder(TranscribeOptions options, HeardLanguages heard) {
    AllowedLanguages languages = AllowedLanguages.of(options.language(), options.languages());
    return (samples, settings, text) -> {
      if (!settings.otherPrecision()) {
        return decode(generator, samples, settings, languages, options, heard, text);
      }
      try {
        return decode(other.generator(), samples, settings, languages, options, heard, text);
      } catch (ModelException e) {
        // A retry that cannot be made, for want of disk space say, must not cost the recording.
        return PieceText.of("", "", StopReason.LOOP);
      }
    };
  }

  /** What live sessions need, the same for all. */
  StreamModel streamModel() {
    return streamModel;
  }

  private PieceText decode(
      BatchGenerator chosen,
      float[] samples,
      DecodeSettings settings,
      AllowedLanguages languages,
      TranscribeOptions options,
      HeardLanguages heard,
      Consumer<TextDelta> growing)
      throws InterruptedException {
    Optional<Language> language = languages.only();
    MelSpectrogram mel = LogMel.create().compute(samples);
    Prompt prompt =
        prompts.prompt(
            settings.context() ? options.context() : "",
            language,
            AudioEncoder.tokens(mel.frames()));
    LoopDetector loops = new LoopDetector();
    AtomicReference<float[]> embeddings = new AtomicReference<>(new float[0]);
    WrittenTokens text =
        WrittenTokens.create(tokenizer, chooser(settings, options), options.alternatives());
    SpokenText spoken = SpokenText.create(language.isPresent(), growing);
    GenerationRequest request =
        GenerationRequest.create(TokenIds.of(prompt.ids()), settings.maxTokens(), stopTokens)
            .withAudio(mel, config.audioTokenId())
            .withBeginnings(languages.beginnings(prompts, new int[0]))
            .withChooser(text.chooser())
            .withEmbeddingsListener(embeddings::set)
            .withListener(token -> {
              text.accept(token).ifPresent(spoken::accept);
              return !loops.accept(token);
            });
    Generation generation = await(chosen.submit(request));
    StopReason stop =
        switch (generation.end()) {
          case STOP_TOKEN -> StopReason.END;
          case BUDGET -> StopReason.BUDGET;
          case LISTENER -> StopReason.LOOP;
        };
    int[] tokens = generation.tokens().toArray();
    if (stop == StopReason.LOOP) {
      tokens = Arrays.copyOf(tokens, loops.keptTokens());
    }
    String raw = tokenizer.decode(tokens, true);
    ParsedOutput output =
        language.isPresent()
            ? OutputParser.parse(raw, language.get().englishName())
            : OutputParser.parse(raw);
    if (options.languageProbabilities()) {
      heads
          .map(judge -> judge.judgeEmbeddings(embeddings.get()).languages())
          .ifPresent(likely -> heard.add(samples.length, likely, !output.text().isEmpty()));
    }
    return new PieceText(
        OutputParser.withoutNonSpeech(output.text()),
        output.language(),
        stop,
        text.tokens(textFrom(tokens, language), tokens.length));
  }

  /** Index of the first token of the text, which follows the line that names the language. */
  private int textFrom(int[] tokens, Optional<Language> language) {
    return language.isPresent()
        ? 0
        : 1
            + IntStream.range(0, tokens.length)
                .filter(i -> tokens[i] == textTag)
                .findFirst()
                .orElse(-1);
  }

  private static TokenChooser chooser(DecodeSettings settings, TranscribeOptions options) {
    double temperature = Math.max(settings.temperature(), options.temperature());
    if (temperature == 0) {
      return TokenChooser.greedy();
    }
    Sampler sampler = new Sampler(new Sampling(temperature, 0, 1, 0, 1), options.seed());
    return TokenChooser.sampling(sampler);
  }

  private static Generation await(CompletableFuture<Generation> result)
      throws InterruptedException {
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new InferenceException("generation failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    generator.close();
    other.close();
  }
}
