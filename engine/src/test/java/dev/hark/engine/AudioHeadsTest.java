package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.format.SubtitleOptions;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.engine.stream.NeuralVoiceActivity;
import dev.hark.model.AsrConfig;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.GoldenModels;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.network.AudioTokenTimes;
import dev.hark.model.network.Weights;
import dev.hark.model.text.AsrPrompts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The golden recogniser with heads of random weights beside it. */
@Timeout(120)
class AudioHeadsTest {
  private static final AsrConfig CONFIG = (AsrConfig) ModelConfig.open(GoldenModels.ASR);
  private static final HeadsConfig HEADS =
      new HeadsConfig(
          CONFIG.audio().outputSize(),
          List.of(
              new HeadConfig(
                  "lid", HeadConfig.Kind.CLIP, List.of("Chinese", "English", "None"), 16),
              new HeadConfig("vad", HeadConfig.Kind.TOKEN, List.of("speech"), 8),
              new HeadConfig("style", HeadConfig.Kind.CLIP, List.of("calm", "glad"), 8)));

  private static final TranscribeOptions ASKED =
      TranscribeOptions.create().withLanguageProbabilities();

  @TempDir static Path folder;
  private static float[] clip;

  @BeforeAll
  static void makeModels() throws IOException {
    clip = AudioReader.create().readAll(AudioSource.of(GoldenModels.golden("clips/jfk.wav")));
    model("heads", 0);
    model("deaf", -100);
  }

  /** The recogniser with heads whose voice activity is shifted by a bias. */
  private static void model(String name, float bias) throws IOException {
    GoldenModels.copy(GoldenModels.ASR, folder.resolve(name));
    EncoderHeads.write(folder.resolve(name), HEADS, new RandomHeads(bias), DataType.F32);
  }

  @Test
  void embeddingsAndGreedyTokensAreTheSameWithAndWithoutHeads() {
    for (Precision precision : List.of(Precision.F32, Precision.Q8)) {
      Heard with = heard(folder.resolve("heads"), precision, "with");
      Heard without = heard(GoldenModels.ASR, precision, "without");
      assertThat(with.heads()).isTrue();
      assertThat(without.heads()).isFalse();
      assertThat(with.embeddings()).containsExactly(without.embeddings());
      assertThat(with.tokens()).isEqualTo(without.tokens()).hasSizeGreaterThan(10);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by its parts
  private record Heard(boolean heads, float[] embeddings, List<Integer> tokens) {}

  private static Heard heard(Path model, Precision precision, String cache) {
    EngineOptions options =
        EngineOptions.create()
            .withPrecision(precision)
            .withCacheFolder(folder.resolve("cache-" + cache));
    try (ModelRuntime runtime = ModelRuntime.open(model, options);
        var generator = runtime.generator()) {
      var mel = LogMel.create().compute(clip);
      int[] prompt =
          new AsrPrompts(runtime.tokenizer(), CONFIG)
              .prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames()))
              .ids();
      GenerationRequest request =
          GenerationRequest.create(TokenIds.of(prompt), 48, Set.copyOf(CONFIG.stopTokenIds()))
              .withAudio(mel, CONFIG.audioTokenId());
      TokenIds tokens = generator.submit(request).join().tokens();
      return new Heard(
          runtime.heads().isPresent(),
          runtime.encode(mel),
          Arrays.stream(tokens.toArray()).boxed().toList());
    }
  }

  @Test
  void posteriorsOfLanguagesAreInTheResultAndInJson() {
    for (Precision precision : List.of(Precision.F32, Precision.Q8)) {
      try (Transcriber transcriber = open("heads", options(precision))) {
        Transcription result = transcriber.transcribe(clip, ASKED);
        List<LabelProbability> languages = result.languageProbabilities();
        List<LabelProbability> judged = transcriber.heads().orElseThrow().judge(clip).languages();
        for (int i = 0; i < judged.size(); i++) {
          assertThat(languages.get(i).label()).isEqualTo(judged.get(i).label());
          assertThat(languages.get(i).probability())
              .isCloseTo(judged.get(i).probability(), within(1e-12));
        }
        assertThat(languages).hasSize(3);
        assertThat(languages.stream().mapToDouble(LabelProbability::probability).sum())
            .isCloseTo(1, within(1e-9));
        assertThat(languages.getFirst().probability())
            .isGreaterThan(languages.getLast().probability());
        assertThat(TranscriptFormat.JSON.format(result, SubtitleOptions.create()))
            .contains("\"languageProbabilities\" : [ {")
            .contains("\"language\" : \"" + languages.getFirst().label() + "\"");
        assertThat(transcriber.transcribe(clip, TranscribeOptions.create()))
            .isEqualTo(result.withLanguageProbabilities(List.of()));
      }
    }
  }

  @Test
  void withoutHeadsThereAreNoPosteriors() {
    try (Transcriber transcriber = Transcriber.open(GoldenModels.ASR, options(Precision.F32))) {
      assertThat(transcriber.heads()).isEmpty();
      Transcription result = transcriber.transcribe(clip, ASKED);
      assertThat(result.languageProbabilities()).isEmpty();
      assertThat(TranscriptFormat.JSON.format(result, SubtitleOptions.create()))
          .doesNotContain("languageProbabilities");
    }
  }

  @Test
  void neuralVoiceActivityWithoutItsHeadSaysWhatToDo() {
    EngineOptions neural = options(Precision.F32).withVad(Vad.NEURAL);
    assertThatThrownBy(() -> Transcriber.open(GoldenModels.ASR, neural))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no heads")
        .hasMessageContaining("hark train heads");
  }

  @Test
  void whatTheHeadHearsNoSpeechInIsLeftOut() {
    try (Transcriber deaf = open("deaf", options(Precision.F32).withVad(Vad.NEURAL));
        Transcriber energy = open("deaf", options(Precision.F32))) {
      assertThat(deaf.transcribe(clip, TranscribeOptions.create()).spans())
          .containsExactly(new Span(Duration.ZERO, Duration.ofSeconds(11), Coverage.NO_SPEECH, ""));
      assertThat(energy.transcribe(clip, TranscribeOptions.create()).text()).isNotEmpty();
    }
  }

  @Test
  void aLiveDetectorJudgesTheNewestFrame() {
    // The head of this test hears speech where the samples of a token are not zero.
    VoiceActivity detector =
        new NeuralVoiceActivity(samples -> {
          List<Double> speech = new ArrayList<>();
          for (int token = 0; AudioTokenTimes.startMillis(token) * 16 < samples.length; token++) {
            int middle =
                8 * (int) (AudioTokenTimes.startMillis(token) + AudioTokenTimes.endMillis(token));
            speech.add(samples[Math.min(samples.length - 1, middle)] == 0 ? 0.0 : 1.0);
          }
          return speech;
        });
    float[] sound = new float[8 * 16_000];
    Arrays.fill(sound, 3 * 16_000, 5 * 16_000, 0.5f);
    int frame = detector.frameSamples();
    int wrong = 0;
    for (int at = 0; at + frame <= sound.length; at += frame) {
      boolean wanted = sound[at + frame / 2] != 0;
      boolean found = detector.speech(sound, at) > 0.5;
      wrong += wanted == found ? 0 : 1;
    }
    assertThat(wrong).isLessThanOrEqualTo(2); // the two edges of the sound
  }

  private static Transcriber open(String model, EngineOptions options) {
    return Transcriber.open(folder.resolve(model), options);
  }

  private static EngineOptions options(Precision precision) {
    return EngineOptions.create().withPrecision(precision).withCacheFolder(folder.resolve("cache"));
  }

  /** Weights drawn by the names of their tensors. */
  private record RandomHeads(float bias) implements Weights {
    @Override
    public boolean contains(String name) {
      return true;
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      Random random = new Random(name.hashCode() + from);
      for (int i = 0; i < count; i++) {
        into[i] = 0.3f * (float) random.nextGaussian();
      }
      if (name.equals("heads.vad.out.bias")) {
        into[0] = bias;
      }
    }
  }
}
