package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.StreamEvent.Ended;
import dev.hark.engine.StreamEvent.Final;
import dev.hark.engine.StreamEvent.Partial;
import dev.hark.engine.StreamEvent.Silent;
import dev.hark.engine.StreamEvent.SpeechStarted;
import dev.hark.engine.StreamEvent.SpeechStopped;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingTranscriberTest {
  private static final String JFK =
      "And so, my fellow Americans, ask not what your country can do for you,"
          + " ask what you can do for your country.";

  @TempDir static Path cache;
  private static Transcriber transcriber;

  @BeforeAll
  static void open() {
    transcriber =
        Transcriber.open(
            GoldenModels.ASR,
            EngineOptions.create()
                .withPrecision(Precision.F32)
                .withThreads(2)
                .withBatchSize(4)
                .withCacheFolder(cache));
  }

  @AfterAll
  static void close() {
    transcriber.close();
  }

  @Test
  void finalTextOfASegmentIsThatOfTheSameAudioOffline() {
    for (String clip : List.of("jfk", "c33", "c16p5", "c08p0")) {
      float[] audio = Streams.clip(clip);
      String offline =
          transcriber
              .transcribe(audio, TranscribeOptions.create().withPieceLength(Duration.ofSeconds(60)))
              .text();
      StreamOptions options =
          Streams.live()
              .withoutEndpointing()
              .withLongestSegment(Duration.ofSeconds(60))
              .withSteps(new StreamSteps(Duration.ofSeconds(2), Duration.ofSeconds(2), 99, 5, 64));

      List<Final> finals = Streams.finals(run(options, audio, 3200));

      assertThat(finals).as(clip).hasSize(1);
      assertThat(finals.getFirst().text().text()).as(clip).isEqualTo(offline);
    }
  }

  @Test
  void textSettlesWhileItIsSpoken() {
    StreamOptions options =
        Streams.live()
            .withoutEndpointing()
            .withSteps(StreamSteps.live().withEvery(Duration.ofSeconds(2)));
    List<StreamEvent> events = run(options, Streams.clip("jfk"), 1600);

    Final end = Streams.finals(events).getFirst();
    assertThat(end.text().text()).isEqualTo(JFK);
    assertThat(end.text().language()).isEqualTo("English");
    assertThat(end.text().start()).isZero();
    assertThat(end.text().end()).isEqualTo(Duration.ofSeconds(11));
    assertThat(end.coverage()).isEqualTo(Coverage.SPEECH);
    Partial last = Streams.only(events, Partial.class).getLast();
    assertThat(last.stable()).hasSizeGreaterThan(50);
    assertThat(events.getFirst()).isEqualTo(new SpeechStarted(0, Duration.ZERO));
    assertThat(events.getLast()).isEqualTo(new Ended(Duration.ofSeconds(11)));
  }

  @Test
  void stableTextOnlyGrowsAndTheFinalTextStartsWithIt() {
    float[] audio = Streams.spaced("jfk", "c09p7", "c33", "c03p3");
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      StreamOptions options =
          Streams.live()
              .withLongestSegment(Duration.ofSeconds(random.nextInt(5, 30)))
              .withSteps(
                  new StreamSteps(
                      Duration.ofMillis(random.nextInt(500, 3000)),
                      Duration.ofSeconds(3),
                      random.nextInt(3),
                      random.nextInt(6),
                      random.nextInt(8, 64)));
      List<StreamEvent> events = run(options, audio, 8000);

      String stable = "";
      for (StreamEvent event : events) {
        switch (event) {
          case SpeechStarted _ -> stable = "";
          case Partial partial -> {
            assertThat(partial.stable()).as("seed %d", seed).startsWith(stable);
            stable = partial.stable();
          }
          case Final end -> assertThat(end.text().text()).as("seed %d", seed).startsWith(stable);
          default -> {}
        }
      }
      assertThat(Streams.finals(events)).as("seed %d", seed).hasSizeGreaterThan(2);
    }
  }

  @Test
  void everySegmentHasItsStartItsStopAndItsFinalText() {
    List<StreamEvent> events = run(Streams.live(), Streams.spaced("jfk", "c09p7"), 16_000);

    long open = -1;
    Duration last = Duration.ZERO;
    long expected = 0;
    for (StreamEvent event : events) {
      switch (event) {
        case SpeechStarted(long segment, Duration at) -> {
          assertThat(segment).isEqualTo(expected++);
          assertThat(at).isGreaterThanOrEqualTo(last);
          open = segment;
          last = at;
        }
        case Partial partial -> assertThat(partial.segment()).isEqualTo(open);
        case SpeechStopped(long segment, Duration at) -> {
          assertThat(segment).isEqualTo(open);
          assertThat(at).isGreaterThan(last);
          last = at;
        }
        case Final end -> {
          assertThat(end.segment()).isEqualTo(open);
          assertThat(end.text().end()).isEqualTo(last);
        }
        default -> {}
      }
    }
    assertThat(expected).isGreaterThan(1);
    assertThat(Streams.finals(events)).hasSize((int) expected);
  }

  @Test
  void portionsOfFeedingChangeNothing() {
    float[] audio = Streams.spaced("jfk", "c03p3");
    List<StreamEvent> whole = run(Streams.live(), audio, audio.length);
    assertThat(run(Streams.live(), audio, 160)).isEqualTo(whole);
    assertThat(
            Streams.run(transcriber.streaming(), Streams.live(), audio, new Random(5), 1, 20_000))
        .isEqualTo(whole);
  }

  @Test
  void sessionsTogetherSayWhatEachSaysAlone() throws Exception {
    List<float[]> audio =
        List.of(
            Streams.spaced("jfk"),
            Streams.spaced("c16p5"),
            Streams.spaced("c09p7", "jfk"),
            Streams.spaced("c33"),
            Streams.spaced("c08p01"),
            Streams.spaced("c07p99", "c03p3"));
    List<List<StreamEvent>> alone =
        audio.stream().map(one -> run(Streams.live(), one, 4000)).toList();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<StreamEvent>>> together =
          audio.stream().map(one -> callers.submit(() -> run(Streams.live(), one, 4000))).toList();
      for (int i = 0; i < audio.size(); i++) {
        assertThat(together.get(i).get()).as("session %d", i).isEqualTo(alone.get(i));
      }
    }
  }

  @Test
  void sessionsThatTakeTurnsLoseNothing() throws Exception {
    List<float[]> audio =
        List.of(
            Streams.spaced("jfk"),
            Streams.spaced("c16p5"),
            Streams.spaced("c09p7", "jfk"),
            Streams.spaced("c33"),
            Streams.spaced("c07p99", "c03p3"));
    StreamOptions turns =
        StreamOptions.live().withBacklog(new Backlog(Duration.ofSeconds(30), WhenFull.WAIT, true));
    List<List<Final>> alone =
        audio.stream().map(one -> Streams.finals(run(Streams.live(), one, 4000))).toList();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<StreamEvent>>> together =
          audio.stream().map(one -> callers.submit(() -> run(turns, one, 4000))).toList();
      for (int i = 0; i < audio.size(); i++) {
        List<StreamEvent> events = together.get(i).get();
        assertThat(Streams.finals(events).stream().map(end -> end.text().end()))
            .as("session %d", i)
            .isEqualTo(alone.get(i).stream().map(end -> end.text().end()).toList());
        assertThat(Streams.finals(events)).allMatch(end -> !end.text().text().isEmpty());
        for (Partial partial : Streams.only(events, Partial.class)) {
          Final end = Streams.finals(events).get((int) partial.segment());
          assertThat(end.text().text()).startsWith(partial.stable());
        }
      }
    }
  }

  @Test
  void silenceOpensNothing() {
    List<StreamEvent> events = run(Streams.live(), new float[16_000 * 30], 16_000);
    assertThat(events).containsExactly(new Ended(Duration.ofSeconds(30)));
  }

  @Test
  void silenceIsToldAgainAndAgainIfItIsAskedFor() {
    StreamOptions options =
        Streams.live().withEndpointing(Endpointing.create().withIdle(Duration.ofSeconds(5)));
    List<StreamEvent> events = run(options, new float[16_000 * 12], 16_000 * 12);
    assertThat(events)
        .containsExactly(
            new Silent(Duration.ZERO, Duration.ofSeconds(5)),
            new Silent(Duration.ofSeconds(5), Duration.ofSeconds(10)),
            new Ended(Duration.ofSeconds(12)));
    assertThat(Streams.only(run(options, Streams.spaced("jfk"), 16_000), Silent.class)).isEmpty();
  }

  @Test
  void committingEndsASegmentAndClearingDropsIt() {
    float[] audio = Streams.clip("jfk");
    List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
    try (LiveSession session =
        transcriber.streaming().open(Streams.live().withoutEndpointing(), events::add)) {
      session.feed(audio);
      session.commit();
      session.commit(); // nothing is open: nothing happens
      session.feed(audio, 0, 48_000);
      session.clear();
      session.feed(audio);
      session.finish().join();
    }
    List<Final> finals = Streams.finals(events);
    assertThat(finals).hasSize(2);
    assertThat(finals.get(1).text().start()).isEqualTo(Duration.ofSeconds(14));
    assertThat(finals.get(1).text().text()).isEqualTo(finals.get(0).text().text());
  }

  @Test
  void tooMuchWaitingAudioIsRefused() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    StreamOptions options =
        StreamOptions.live()
            .withoutEndpointing()
            .withBacklog(new Backlog(Duration.ofSeconds(5), WhenFull.FAIL, false));
    CountDownLatch first = new CountDownLatch(1);
    try (LiveSession session =
        transcriber
            .streaming()
            .open(
                options,
                _ -> {
                  first.countDown();
                  await(heard);
                })) {
      session.feed(new float[16_000]);
      first.await();
      session.feed(new float[64_000]);
      assertThatThrownBy(() -> session.feed(new float[1]))
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("5.0 s of audio wait")
          .extracting(e -> ((StreamException) e).kind())
          .isEqualTo(StreamException.Kind.OVERFLOW);
      assertThat(session.backlog()).isEqualTo(Duration.ofSeconds(5));
      heard.countDown();
      session.finish().join();
      assertThat(session.fed()).isEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void closingEndsASessionAndOthersGoOn() {
    List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
    LiveSession session = transcriber.streaming().open(Streams.live(), events::add);
    session.feed(Streams.spaced("jfk", "c33"));
    session.close();
    int heard = events.size();
    assertThatThrownBy(() -> session.feed(new float[160]))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("the session is over");
    assertThatThrownBy(() -> session.finish().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StreamException.class);
    assertThat(Streams.finals(run(Streams.live(), Streams.clip("jfk"), 16_000))).isNotEmpty();
    assertThat(events).hasSize(heard);
  }

  @Test
  void listenerThatThrowsEndsItsOwnSession() {
    try (LiveSession session =
        transcriber
            .streaming()
            .open(
                Streams.live().withoutEndpointing(),
                _ -> {
                  throw new IllegalStateException("the listener is broken");
                })) {
      session.feed(new float[16_000]);
      assertThatThrownBy(() -> session.finish().join())
          .hasRootCauseMessage("the listener is broken");
    }
    assertThat(run(Streams.live(), new float[16_000], 160)).hasSize(1);
  }

  private static List<StreamEvent> run(StreamOptions options, float[] audio, int portion) {
    return Streams.run(transcriber.streaming(), options, audio, portion);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
