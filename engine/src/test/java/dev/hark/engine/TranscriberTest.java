package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.model.DataType;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TranscriberTest {
  private static final String JFK =
      "And so, my fellow Americans, ask not what your country can do for you, ask what you can do"
          + " for your country.";

  @TempDir static Path cache;
  private static Transcriber transcriber;

  @BeforeAll
  static void open() {
    transcriber = Transcriber.open(GoldenModels.ASR, options());
  }

  @AfterAll
  static void close() {
    transcriber.close();
  }

  @Test
  void fileIsTranscribedInOneLine() {
    Transcription result = transcriber.transcribe(path("jfk"));

    assertThat(result.text()).isEqualTo(JFK);
    assertThat(result.language()).isEqualTo("English");
    assertThat(result.duration()).isEqualTo(Duration.ofSeconds(11));
    assertThat(result.spans())
        .containsExactly(new Span(Duration.ZERO, Duration.ofSeconds(11), Coverage.SPEECH, ""));
  }

  @Test
  void silenceYieldsEmptyText() {
    for (boolean skip : new boolean[] {true, false}) {
      Transcription result =
          transcriber.transcribe(
              samples("c02p0-silence"), TranscribeOptions.create().withSkipSilence(skip));

      assertThat(result.text()).isEmpty();
      assertThat(result.segments()).isEmpty();
      assertThat(result.spans())
          .containsExactly(new Span(Duration.ZERO, Duration.ofSeconds(2), Coverage.NO_SPEECH, ""));
    }
  }

  @Test
  void noSamplesYieldNothing() {
    assertThat(transcriber.transcribe(new float[0], TranscribeOptions.create()))
        .isEqualTo(new Transcription("", "", Duration.ZERO, List.of(), List.of()));
  }

  @Test
  void growingTextAndSegmentsArriveInOrder() {
    float[] clip = samples("jfk");
    float[] samples = new float[6 * clip.length];
    for (int i = 0; i < 6; i++) {
      System.arraycopy(clip, 0, samples, i * clip.length, clip.length);
    }
    StringBuilder heard = new StringBuilder();
    List<Segment> segments = new ArrayList<>();

    Transcription result =
        transcriber.transcribe(
            samples,
            TranscribeOptions.create()
                .withPieceLength(Duration.ofSeconds(11))
                .onText(heard::append)
                .onSegment(segments::add));

    assertThat(segments).isEqualTo(result.segments()).hasSizeGreaterThan(3);
    assertThat(heard.toString())
        .isEqualTo(String.join("", segments.stream().map(Segment::text).toList()));
  }

  @Test
  void callersTogetherGetWhatTheyGetAlone() throws InterruptedException, ExecutionException {
    List<String> clips = List.of("jfk", "c07p99", "c16p5", "c33", "c02p0-silence");
    List<Transcription> alone =
        clips.stream()
            .map(c -> transcriber.transcribe(samples(c), TranscribeOptions.create()))
            .toList();

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Transcription>> together = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        for (String clip : clips) {
          together.add(
              callers.submit(
                  () -> transcriber.transcribe(samples(clip), TranscribeOptions.create())));
        }
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % clips.size()));
      }
    }
  }

  @Test
  void interruptedCallerIsCancelledAndOthersGoOn() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          try {
            transcriber.transcribe(
                new float[3600 * 16_000],
                TranscribeOptions.create()
                    .withSkipSilence(false)
                    .withPieceLength(Duration.ofSeconds(5))
                    .withLanguage("English"));
          } catch (CancellationException e) {
            thrown.set(e);
          }
        });
    Thread.sleep(Duration.ofMillis(200));
    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(transcriber.transcribe(path("jfk")).text()).isEqualTo(JFK);
  }

  @Test
  void unknownLanguageIsRefused() {
    assertThatThrownBy(() ->
            transcriber.transcribe(
                new float[16_000], TranscribeOptions.create().withLanguage("Elvish")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Elvish");
  }

  @Test
  void blankLanguageIsFoundByTheModel() {
    Transcription result =
        transcriber.transcribe(samples("jfk"), TranscribeOptions.create().withLanguage("  "));

    assertThat(result.language()).isEqualTo("English");
  }

  @Test
  void missingFileIsReported() {
    assertThatThrownBy(() -> transcriber.transcribe(Path.of("absent.wav")))
        .isInstanceOf(AudioException.class)
        .hasMessageContaining("absent.wav");
  }

  @Test
  void alignerIsNoRecogniser() {
    assertThatThrownBy(() -> Transcriber.open(GoldenModels.ALIGNER, options()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("holds no speech recogniser");
  }

  @Test
  void headsOfASizeThatCannotRunAreNamed(@TempDir Path folder) throws IOException {
    Path template = Files.createDirectory(folder.resolve("template"));
    for (String name :
        List.of("config.json", "vocab.json", "merges.txt", "tokenizer_config.json")) {
      Files.copy(GoldenModels.ASR.resolve(name), template.resolve(name));
    }
    Path config = template.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"head_dim\": 32", "\"head_dim\": 24"));
    Path model = folder.resolve("model");
    ModelFolder.write(model, template, new Zeros(), DataType.BF16);

    assertThatThrownBy(() -> Transcriber.open(model, options()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("head_dim is 24, wanted a multiple of 16");
  }

  /** Weights of any network. */
  private static final class Zeros implements Weights {
    @Override
    public boolean contains(String name) {
      return true;
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      Arrays.fill(into, 0, count, 0);
    }
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(2)
        .withBatchSize(3)
        .withCacheFolder(cache);
  }

  private static Path path(String clip) {
    return GoldenModels.golden("clips/" + clip + ".wav");
  }

  private static float[] samples(String clip) {
    return AudioReader.create().readAll(AudioSource.of(path(clip)));
  }
}
