package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.hark.model.text.Language;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AllowedLanguagesTest {
  @TempDir static Path cache;
  private static Transcriber transcriber;
  private static float[] clip;

  @BeforeAll
  static void open() {
    transcriber = Transcriber.open(GoldenModels.ASR, options());
    clip = Streams.clip("jfk");
  }

  @AfterAll
  static void close() {
    transcriber.close();
  }

  @Test
  void mostProbableOfTheAllowedLanguagesIsTakenAsIfItHadBeenGiven() {
    Map<Language, Double> scores = logProbabilities();
    for (List<Language> allowed :
        List.of(
            List.of(Language.GERMAN, Language.FRENCH),
            List.of(Language.FRENCH, Language.GERMAN),
            List.of(Language.CHINESE, Language.CANTONESE, Language.MALAY),
            List.of(Language.GERMAN, Language.ENGLISH))) {
      Language best =
          allowed.stream()
              .max(Comparator.comparingDouble(each -> scores.getOrDefault(each, Double.NaN)))
              .orElseThrow();

      Transcription chosen =
          transcriber.transcribe(
              clip,
              TranscribeOptions.create()
                  .withLanguages(allowed.stream().map(Language::code).toList()));

      assertThat(chosen.language()).as("of %s", allowed).isEqualTo(best.englishName());
      assertThat(chosen.text())
          .isEqualTo(
              transcriber
                  .transcribe(clip, TranscribeOptions.create().withLanguage(best.code()))
                  .text());
    }
  }

  @Test
  void oneAllowedLanguageIsTakenAsSpoken() {
    Transcription result =
        transcriber.transcribe(clip, TranscribeOptions.create().withLanguages(List.of("de")));

    assertThat(result)
        .isEqualTo(transcriber.transcribe(clip, TranscribeOptions.create().withLanguage("de")));
  }

  @Test
  void probabilitiesAreThoseOfTheTextAloneAndLeaveTheChoice() {
    TranscribeOptions options =
        TranscribeOptions.create().withLanguages(List.of("de", "en")).withProbabilities(0);

    Segment segment = transcriber.transcribe(clip, options).segments().getFirst();

    assertThat(String.join("", segment.tokens().stream().map(ScoredToken::text).toList()))
        .isEqualTo(segment.text());
  }

  @Test
  void liveSegmentsAreHeldToTheLanguagesToo() {
    assertThat(languages(Streams.live())).isNotEmpty().containsOnly("English");
    assertThat(languages(Streams.live().withLanguages(List.of("de", "fr"))))
        .isNotEmpty()
        .isSubsetOf("German", "French");
  }

  private static List<String> languages(StreamOptions options) {
    float[] audio = Streams.spaced("jfk");
    return Streams.finals(Streams.run(transcriber.streaming(), options, audio, 1600)).stream()
        .map(done -> done.text().language())
        .toList();
  }

  @Test
  void unknownLanguageIsNamedAndExactModeTakesOneAtMost() {
    assertThatThrownBy(() ->
            transcriber.transcribe(
                clip, TranscribeOptions.create().withLanguages(List.of("de", "tlh"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tlh");
    assertThatThrownBy(() -> StreamOptions.exact().withLanguages(List.of("de", "fr")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exact mode");
  }

  /** Of each language's line, by a generation that is made to write it. */
  private static Map<Language, Double> logProbabilities() {
    MelSpectrogram mel = LogMel.create().compute(clip);
    Map<Language, Double> sums = new HashMap<>();
    try (ModelRuntime runtime = ModelRuntime.open(GoldenModels.ASR, options());
        BatchGenerator generator = runtime.generator()) {
      AsrConfig config = (AsrConfig) runtime.config();
      AsrPrompts prompts = new AsrPrompts(runtime.tokenizer(), config);
      int[] prompt = prompts.prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames())).ids();
      for (Language language : Language.values()) {
        int[] line =
            runtime.tokenizer().encode("language " + language.englishName() + "<asr_text>");
        int[] next = {0};
        generator
            .submit(
                GenerationRequest.create(TokenIds.of(prompt), line.length, Set.of())
                    .withAudio(mel, config.audioTokenId())
                    .withChooser(scores -> {
                      int token = line[next[0]++];
                      double sum = 0;
                      for (int i = 0; i < scores.limit(); i++) {
                        sum += Math.exp(scores.get(i));
                      }
                      sums.merge(language, scores.get(token) - Math.log(sum), Double::sum);
                      return token;
                    }))
            .join();
      }
    }
    return sums;
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(1)
        .withCacheFolder(cache);
  }
}
