package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged recordings of foreign formats, and many at once. */
class ForeignMutationTest {
  private static final int MUTANTS = 30;
  private static final long SEED = 5;
  private static final Duration HANG = Duration.ofSeconds(10);
  private static final String SHORT = "-t 0.7 ";

  private final AudioReader reader =
      AudioReader.create(AudioLimits.DEFAULT.withMaxDuration(Duration.ofSeconds(30)));

  @TempDir private Path folder;

  @AfterEach
  void noDecoderRemains() {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.mp3", "a.flac", "a.m4a", "a.ogg", "a.webm", "a.wma", "a.aiff", "a.caf", "a.avi"
      })
  void mutantsAreReadOrRefused(String name) throws IOException {
    byte[] sound =
        Files.readAllBytes(Encoder.encodeSpeech(SHORT + "-ar 48000", folder.resolve(name)));
    Random random = new Random(SEED);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(sound, random);
      AudioSource source =
          i % 2 == 0
              ? AudioSource.of(mutant, "mutant")
              : AudioSource.of(new ByteArrayInputStream(mutant), "mutant");
      String said = assertTimeoutPreemptively(HANG, () -> read(source));
      assertThat(said).as("seed %d, mutant %d of %s", SEED, i, name).doesNotContain("\n");
    }
  }

  @Test
  void manyAtOnceGiveWhatOneGives() throws ExecutionException, InterruptedException {
    Path path = Encoder.encodeSpeech("-ar 44100 -ac 2", folder.resolve("a.mp3"));
    float[] alone = reader.readAll(AudioSource.of(path));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> all =
          IntStream.range(0, 24)
              .mapToObj(i -> threads.submit(() -> reader.readAll(AudioSource.of(path))))
              .toList();
      for (Future<float[]> one : all) {
        assertThat(one.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void interruptedReaderLeavesNoDecoderBehind() throws InterruptedException {
    Path path = Encoder.encodeSpeech("-ar 44100 -ac 2", folder.resolve("a.mp3"));
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              read(AudioSource.of(path));
            });
    thread.join(HANG);
    assertThat(thread.isAlive()).isFalse();
  }

  private String read(AudioSource source) {
    try {
      return "%d samples".formatted(reader.readAll(source).length);
    } catch (AudioException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] mutant = sound.clone();
    int reach = random.nextBoolean() ? Math.min(200, sound.length) : sound.length;
    for (int changes = 1 + random.nextInt(12); changes > 0; changes--) {
      mutant[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(mutant, random.nextInt(sound.length)) : mutant;
  }
}
