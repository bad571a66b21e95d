package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.Coverage;
import dev.hark.engine.InferenceException;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.TextDelta;
import dev.hark.engine.Transcription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PiecePipelineTest {
  @Test
  void emptyRecordingHasNothing() {
    Transcription empty = transcribe(new float[0], (s, how, text) -> RetryLadderTest.end("x"), 2);

    assertThat(empty).isEqualTo(new Transcription("", "", Duration.ZERO, List.of(), List.of()));
  }

  @Test
  void spansCoverEverySecondAndNoTextIsLostWhateverTheModelDoes() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      float[] samples = randomRecording(random);
      Set<String> trusted = ConcurrentHashMap.newKeySet();
      List<TranscribedPiece> heard = Collections.synchronizedList(new ArrayList<>());

      Transcription result =
          pipeline(new MoodyModel(seed, trusted), 3, retries(random))
              .transcribe(
                  reader(samples, random.nextInt(1, 30_000)), cutter(), heard::add, _ -> {});

      checkSpans(result, samples.length, "seed " + seed);
      for (Segment segment : result.segments()) {
        assertThat(result.text()).as("seed %d", seed).contains(segment.text());
      }
      assertThat(heard)
          .extracting(TranscribedPiece::text)
          .filteredOn(text -> !text.isEmpty())
          .as("seed %d", seed)
          .isEqualTo(result.segments().stream().map(Segment::text).toList());
      for (TranscribedPiece piece : heard) {
        boolean silent =
            piece.spans().stream().allMatch(span -> span.coverage() == Coverage.NO_SPEECH);
        boolean truncated = piece.truncated();
        assertThat(piece.text().isEmpty() ? silent || truncated : !silent)
            .as("seed %d: a missing text is explained: %s", seed, piece)
            .isTrue();
        assertThat(trusted.contains(piece.text()) || silent || truncated)
            .as("seed %d: text that was cut off is marked: %s", seed, piece)
            .isTrue();
      }
    }
  }

  @Test
  void piecesAreDecodedSeveralAtATimeButNoMore() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    PieceDecoder decoder =
        (samples, how, text) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          three.countDown();
          three.await();
          running.decrementAndGet();
          return RetryLadderTest.end("x");
        };

    Transcription result = transcribe(Sounds.speech(100, 1), decoder, 3);

    assertThat(most).hasValue(3);
    assertThat(result.segments()).hasSizeGreaterThan(6);
  }

  @Test
  void readingWaitsForTheDecoder() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger read = new AtomicInteger();
    float[] samples = Sounds.speech(200, 1);
    SampleReader counting =
        (buffer, offset, length) -> {
          int count = reader(samples, 16_000).read(buffer, offset, length);
          return read.addAndGet(16_000) > samples.length ? -1 : count;
        };
    Thread thread =
        Thread.startVirtualThread(() ->
            pipeline(
                    (s, how, text) -> {
                      gate.await();
                      return RetryLadderTest.end("x");
                    },
                    2,
                    RetrySettings.create())
                .transcribe(counting, cutter(), piece -> {}, _ -> {}));
    while (thread.getState() != Thread.State.WAITING || read.get() < 16_000 * 30) {
      Thread.sleep(1);
    }

    assertThat(read.get() / 16_000).isLessThanOrEqualTo(4 * 14);
    gate.countDown();
    thread.join();
  }

  @Test
  void piecesComeInOrderThoughTheyEndInAnother() {
    List<Long> starts = new ArrayList<>();
    PieceDecoder decoder =
        (samples, how, text) -> {
          Thread.sleep(Math.floorMod(Float.floatToIntBits(samples[7]), 20));
          return RetryLadderTest.end("x");
        };

    pipeline(decoder, 5, RetrySettings.create())
        .transcribe(
            reader(Sounds.speech(150, 2), 16_000),
            cutter(),
            piece -> starts.add(piece.startSample()),
            _ -> {});

    assertThat(starts).isSorted().hasSizeGreaterThan(10);
  }

  @Test
  void growingTextIsHeardInOrderThoughPiecesAreDecodedTogether() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    PieceDecoder decoder =
        (samples, how, text) -> {
          String said = "p" + Arrays.hashCode(samples) + " ";
          for (int i = 0; i < said.length(); i++) {
            text.accept(new TextDelta(said.substring(i, i + 1), List.of()));
            Thread.sleep(Math.floorMod(Float.floatToIntBits(samples[i]), 3));
          }
          return RetryLadderTest.end(said);
        };

    Transcription result =
        pipeline(decoder, 4, RetrySettings.create())
            .transcribe(
                reader(Sounds.speech(100, 6), 16_000),
                cutter(),
                piece -> heard.add("|"),
                delta -> heard.add(delta.text()));

    String all = String.join("", heard);
    assertThat(all.replace("|", "")).isEqualTo(result.text() + " ");
    assertThat(all).matches("(p-?[0-9]+ \\|)+");
  }

  @Test
  void failureOfOnePieceEndsTheTranscription() {
    AtomicInteger calls = new AtomicInteger();
    PieceDecoder decoder =
        (samples, how, text) -> {
          if (calls.incrementAndGet() == 3) {
            throw new InferenceException("decoder step 7 failed");
          }
          return RetryLadderTest.end("x");
        };

    assertThatThrownBy(() -> transcribe(Sounds.speech(300, 3), decoder, 2))
        .isInstanceOf(InferenceException.class)
        .hasMessage("decoder step 7 failed");
    assertThat(calls.get()).isLessThan(10);
  }

  @Test
  void failureOfTheListenerEndsTheTranscription() {
    assertThatThrownBy(() ->
            pipeline((s, how, text) -> RetryLadderTest.end("x"), 2, RetrySettings.create())
                .transcribe(
                    reader(Sounds.speech(100, 3), 16_000),
                    cutter(),
                    piece -> {
                      throw new IllegalStateException("disk full");
                    },
                    _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("disk full");
  }

  @Test
  void failureOfTheReaderCancelsWhatRuns() {
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    PieceDecoder decoder =
        (samples, how, text) -> {
          started.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
          }
          return RetryLadderTest.end("x");
        };
    float[] samples = Sounds.speech(20, 1);
    SampleReader failing =
        (buffer, offset, length) -> {
          if (reads.incrementAndGet() > 19) {
            try {
              started.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            throw new IllegalArgumentException("broken file");
          }
          System.arraycopy(samples, 0, buffer, offset, 16_000);
          return 16_000;
        };

    assertThatThrownBy(() ->
            pipeline(decoder, 2, RetrySettings.create())
                .transcribe(failing, cutter(), piece -> {}, _ -> {}))
        .hasMessage("broken file");
    assertThat(interrupted.get()).isPositive();
  }

  @Test
  void interruptedCallerIsToldAndStopped() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            transcribe(
                Sounds.speech(60, 1),
                (s, how, text) -> {
                  started.countDown();
                  Thread.sleep(60_000);
                  return RetryLadderTest.end("x");
                },
                1);
          } catch (CancellationException e) {
            thrown.set(e);
          }
        });
    started.await();
    thread.interrupt();
    thread.join();

    assertThat(thrown.get()).hasMessage("Transcription was interrupted");
  }

  @Test
  void atLeastOnePieceIsInFlight() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            PiecePipeline.create(
                (s, h, text) -> RetryLadderTest.end(""), 0, RetrySettings.create()));
  }

  private static void checkSpans(Transcription result, long samples, String description) {
    assertThat(result.duration()).as(description).isEqualTo(Piece.time(samples));
    Duration next = Duration.ZERO;
    for (Span span : result.spans()) {
      assertThat(span.start()).as(description).isEqualTo(next);
      assertThat(span.end()).as(description).isGreaterThan(span.start());
      next = span.end();
    }
    assertThat(next).as(description).isEqualTo(result.duration());
  }

  /** A model that is sometimes silent, loops or does not end, by the samples and the settings. */
  record MoodyModel(long seed, Set<String> trusted) implements PieceDecoder {
    @Override
    public PieceText decode(float[] samples, DecodeSettings how, Consumer<TextDelta> live) {
      Random random = new Random(seed + 31L * Arrays.hashCode(samples) + how.hashCode());
      String text = "t" + random.nextInt(1_000_000);
      return switch (random.nextInt(6)) {
        case 0 -> RetryLadderTest.loop(random.nextInt(4) == 0 ? "" : "cut" + text);
        case 1 -> PieceText.of("cut" + text, "", StopReason.BUDGET);
        case 2 -> RetryLadderTest.end("  ");
        default -> {
          trusted.add(text);
          yield RetryLadderTest.end(text);
        }
      };
    }
  }

  static RetrySettings retries(Random random) {
    return RetrySettings.create()
        .withContext(random.nextBoolean() ? "t1 t2" : "")
        .withTemperature(random.nextBoolean() ? 0.2 : 0)
        .withSkipSilence(random.nextBoolean());
  }

  static float[] randomRecording(Random random) {
    List<float[]> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      double seconds = random.nextDouble(0.001, 20);
      parts.add(
          switch (random.nextInt(4)) {
            case 0 -> Sounds.silence(seconds);
            case 1 -> Sounds.noise(seconds, 0.01, random.nextLong());
            default -> Sounds.speech(seconds, random.nextLong());
          });
    }
    return Sounds.concat(parts.toArray(float[][]::new));
  }

  static PauseSplitter cutter() {
    return PauseSplitter.create(Duration.ofSeconds(10), Duration.ofSeconds(14));
  }

  static PiecePipeline pipeline(PieceDecoder decoder, int atOnce, RetrySettings retries) {
    return PiecePipeline.create(decoder, atOnce, retries);
  }

  private static Transcription transcribe(float[] samples, PieceDecoder decoder, int atOnce) {
    return pipeline(decoder, atOnce, RetrySettings.create())
        .transcribe(reader(samples, 16_000), cutter(), piece -> {}, _ -> {});
  }

  /** Gives the samples in portions of at most {@code portion}. */
  static SampleReader reader(float[] samples, int portion) {
    AtomicInteger position = new AtomicInteger();
    return (buffer, offset, length) -> {
      int at = position.get();
      int count = Math.min(Math.min(length, portion), samples.length - at);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(samples, at, buffer, offset, count);
      position.addAndGet(count);
      return count;
    };
  }
}
