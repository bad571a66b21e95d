package dev.hark.mini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.AudioHeads;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.engine.Vad;
import dev.hark.model.EncoderHeads;
import dev.hark.model.network.AudioTokenTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The heads in the jar on synthetic voices that nothing was trained on. Heads of another encoder
 * fail here: after new weights run {@code recipes/hark-mini/heads.sh}.
 */
class HarkMiniHeadsTest {
  private static final int HZ = 16_000;
  private static final Path SAMPLES =
      Path.of(System.getProperty("hark.golden")).resolveSibling("samples");
  private static final Path CLIPS = Path.of("src/test/resources/clips");
  private static final int MOST_WRONG_LANGUAGES = 2; // of 48
  private static final double LEAST_RIGHT_TOKENS = 0.95;

  @TempDir private static Path cache;
  private static Transcriber hark;
  private static AudioHeads heads;

  @BeforeAll
  static void open() {
    hark = HarkMini.open(options());
    heads = hark.heads().orElseThrow();
  }

  @AfterAll
  static void close() {
    hark.close();
  }

  @Test
  void transcriptsAreTheSameWithAndWithoutTheHeads() throws IOException {
    Path plain = Files.createDirectories(cache.resolve("plain"));
    try (Stream<Path> files = Files.list(HarkMini.folder(cache))) {
      for (Path file : files.filter(HarkMiniHeadsTest::isOfTheModel).toList()) {
        Files.copy(file, plain.resolve(file.getFileName()));
      }
    }
    try (Transcriber without = Transcriber.open(plain, options())) {
      assertThat(without.heads()).isEmpty();
      for (Path recording : recordings()) {
        Transcription heard = transcribe(hark, recording);
        assertThat(heard.languageProbabilities()).as("%s", recording).hasSizeGreaterThan(1);
        assertThat(transcribe(without, recording))
            .isEqualTo(
                new Transcription(
                    heard.text(),
                    heard.language(),
                    heard.duration(),
                    heard.segments(),
                    heard.spans()));
      }
    }
  }

  private static boolean isOfTheModel(Path file) {
    return !Set.of(EncoderHeads.CONFIG, EncoderHeads.WEIGHTS)
        .contains(String.valueOf(file.getFileName()));
  }

  @Test
  void aLanguageOrNoneIsHeard() throws IOException {
    for (String name : List.of("digits", "number", "command")) {
      assertThat(language(read(SAMPLES.resolve(name + ".wav")))).as(name).isEqualTo("English");
    }
    assertThat(language(read(SAMPLES.resolve("mandarin.wav")))).isEqualTo("Chinese");
    assertThat(language(noise(2 * HZ))).isEqualTo("None");
    int wrong = 0;
    for (Path clip : clips()) {
      wrong += language(read(clip)).equals("English") ? 0 : 1;
    }
    assertThat(wrong).isLessThanOrEqualTo(MOST_WRONG_LANGUAGES);
  }

  @Test
  void speechIsFoundBetweenTwoNoises() throws IOException {
    int right = 0;
    int all = 0;
    for (Path recording : recordings()) {
      float[] speech = read(recording);
      float[] samples = noise(speech.length + 3 * HZ);
      for (int i = 0; i < speech.length; i++) {
        samples[HZ + i] += speech[i];
      }
      List<Double> found = heads.judge(samples).speech();
      for (int token = 0; token < found.size(); token++) {
        int from = HZ / 1000 * (int) AudioTokenTimes.startMillis(token);
        int to = HZ / 1000 * (int) AudioTokenTimes.endMillis(token);
        boolean loud = from > HZ && to < HZ + speech.length && loudest(samples, from, to) > 0.2;
        boolean quiet = to < HZ || from > HZ + speech.length;
        if (loud || quiet) {
          all++;
          right += found.get(token) >= 0.5 == loud ? 1 : 0;
        }
      }
    }
    assertThat((double) right / all).isGreaterThan(LEAST_RIGHT_TOKENS);
  }

  @Test
  void neuralVoiceActivityLosesNoWordOfTheSamples() throws IOException {
    try (Transcriber neural = HarkMini.open(options().withVad(Vad.NEURAL))) {
      for (String name : List.of("digits", "number", "mandarin", "command")) {
        assertThat(transcribe(neural, SAMPLES.resolve(name + ".wav")).text())
            .isEqualTo(Files.readString(SAMPLES.resolve(name + ".txt")).strip());
      }
    }
  }

  private static EngineOptions options() {
    return EngineOptions.create().withCacheFolder(cache).withThreads(2);
  }

  private static Transcription transcribe(Transcriber transcriber, Path recording) {
    return transcriber.transcribe(
        AudioSource.of(recording), TranscribeOptions.create().withLanguageProbabilities());
  }

  private static String language(float[] samples) {
    return heads.judge(samples).languages().getFirst().label();
  }

  private static float[] read(Path recording) {
    return AudioReader.create().readAll(AudioSource.of(recording));
  }

  /** Faint white noise. */
  private static float[] noise(int length) {
    Random random = new Random(1);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = 0.001f * (float) random.nextGaussian();
    }
    return samples;
  }

  private static float loudest(float[] samples, int from, int to) {
    float loudest = 0;
    for (int i = from; i < to; i++) {
      loudest = Math.max(loudest, Math.abs(samples[i]));
    }
    return loudest;
  }

  private static List<Path> clips() throws IOException {
    try (Stream<Path> files = Files.list(CLIPS)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }

  /** Samples and a few clips. */
  private static List<Path> recordings() throws IOException {
    List<Path> recordings = new ArrayList<>(clips().subList(0, 12));
    for (String name : List.of("digits", "number", "mandarin", "command")) {
      recordings.add(SAMPLES.resolve(name + ".wav"));
    }
    return recordings;
  }
}
