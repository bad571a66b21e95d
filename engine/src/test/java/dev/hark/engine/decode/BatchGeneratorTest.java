package dev.hark.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Sequences that run together, join, leave, fail and are cancelled, against each by itself. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchGeneratorTest {
  private static final int ENDLESS = 400;

  @TempDir static Path cache;
  private static ModelRuntime runtime;
  private static final List<GoldenCase> CASES = GoldenCase.all();

  @BeforeAll
  static void open() {
    runtime = ModelRuntime.open(GoldenModels.ASR, options(2));
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static EngineOptions options(int threads) {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(threads)
        .withBatchSize(4)
        .withCacheFolder(cache);
  }

  @Test
  void threeClipsInOneBatchGiveTheIdsOfEachAlone() {
    var rows =
        new JsonMapper()
            .readTree(GoldenModels.golden("tiny-asr/vectors/batch.json"))
            .get("rows")
            .valueStream()
            .toList();
    assertThat(rows).hasSize(3);
    try (BatchGenerator generator = runtime.generator()) {
      List<CompletableFuture<Generation>> results =
          rows.stream()
              .map(row -> GoldenCase.of(row.get("clip").asString() + "/0"))
              .map(one -> generator.submit(one.request()))
              .toList();
      for (int i = 0; i < rows.size(); i++) {
        assertThat(ids(results.get(i).join()))
            .as(rows.get(i).get("clip").asString())
            .isEqualTo(GoldenCase.ints(rows.get(i).get("generated_ids")).boxed().toList());
      }
    }
  }

  @Test
  void allGoldenCasesTogetherGiveTheIdsOfTheReference() {
    try (BatchGenerator generator = runtime.generator()) {
      List<CompletableFuture<Generation>> results =
          CASES.stream().map(one -> generator.submit(one.request())).toList();
      for (int i = 0; i < CASES.size(); i++) {
        assertThat(ids(results.get(i).join()))
            .as(CASES.get(i).name())
            .isEqualTo(CASES.get(i).ids());
      }
    }
  }

  @Test
  void oneThreadAndTwoGiveTheSameIds() {
    try (ModelRuntime single = ModelRuntime.open(GoldenModels.ASR, options(1));
        BatchGenerator one = single.generator();
        BatchGenerator two = runtime.generator()) {
      for (int i = 0; i < CASES.size(); i += 3) {
        CompletableFuture<Generation> other = two.submit(CASES.get(i).request());
        assertThat(ids(one.submit(CASES.get(i).request()).join()))
            .as(CASES.get(i).name())
            .isEqualTo(ids(other.join()));
      }
    }
  }

  /** What one sequence of a random schedule does, and what it was seen to do. */
  private static final class Guest {
    final GoldenCase golden;
    final int budget;
    final int cancelAfter; // tokens; none if beyond the budget
    final boolean refuses; // ends by its listener where it would be cancelled
    final List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<CompletableFuture<Generation>> result = new CompletableFuture<>();

    Guest(Random random) {
      golden = CASES.get(random.nextInt(CASES.size()));
      budget = 1 + random.nextInt(golden.ids().size() + 2);
      cancelAfter = 1 + random.nextInt(20);
      refuses = random.nextBoolean();
    }

    /** Tokens that it would get if it stayed. */
    int length() {
      return Math.min(budget, golden.ids().size());
    }

    boolean leaves() {
      return cancelAfter <= length();
    }

    void submit(BatchGenerator generator) {
      result.complete(
          generator.submit(
              golden
                  .request(budget, GoldenCase.STOP_TOKENS)
                  .withListener(token -> {
                    heard.add(token);
                    if (heard.size() == cancelAfter && !refuses) {
                      result.join().cancel(true);
                    }
                    return heard.size() != cancelAfter || !refuses;
                  })));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomJoinsAndLeavesGiveTheIdsOfSingleRuns(long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      guests.add(new Guest(random));
    }
    try (BatchGenerator generator = runtime.generator()) {
      for (Guest guest : guests) {
        guest.submit(generator);
        if (random.nextInt(4) == 0) {
          Thread.sleep(random.nextInt(40)); // lets the batch run down to different sizes
        }
      }
      for (int i = 0; i < guests.size(); i++) {
        Guest guest = guests.get(i);
        String name = "seed %d, sequence %d: %s".formatted(seed, i, guest.golden.name());
        List<Integer> wanted =
            guest.golden.ids().subList(0, Math.min(guest.length(), guest.cancelAfter));
        CompletableFuture<Generation> result = guest.result.join();
        if (guest.leaves() && !guest.refuses) {
          assertThatThrownBy(result::join).as(name).isInstanceOf(CancellationException.class);
        } else {
          assertThat(ids(result.join())).as(name).isEqualTo(wanted);
        }
        assertThat(guest.heard).as(name).isEqualTo(wanted);
      }
    }
    long cut = guests.stream().filter(Guest::leaves).count();
    assertThat(cut).as("seed %d leaves early", seed).isBetween(5L, 36L);
  }

  @Test
  void cancelledSequenceStopsWithinOneStepAndItsNeighboursGoOn() {
    GoldenCase neighbour = GoldenCase.of("jfk/0");
    AtomicInteger heard = new AtomicInteger();
    AtomicInteger atCancel = new AtomicInteger();
    try (BatchGenerator generator = runtime.generator()) {
      CompletableFuture<Generation> endless =
          generator.submit(
              GoldenCase.of("c03p3/0")
                  .request(ENDLESS, Set.of())
                  .withListener(_ -> {
                    heard.incrementAndGet();
                    return true;
                  }));
      AtomicInteger steps = new AtomicInteger();
      CompletableFuture<Generation> first =
          generator.submit(
              neighbour
                  .request()
                  .withListener(_ -> {
                    if (steps.incrementAndGet() == 8) {
                      endless.cancel(true);
                      atCancel.set(heard.get());
                    }
                    return true;
                  }));
      CompletableFuture<Generation> second = generator.submit(neighbour.request());

      assertThat(ids(first.join())).isEqualTo(neighbour.ids());
      assertThat(ids(second.join())).isEqualTo(neighbour.ids());
    }
    assertThat(atCancel.get()).isPositive();
    assertThat(heard.get()).isBetween(atCancel.get(), atCancel.get() + 1);
  }

  @Test
  void cancellingDuringThePromptLeavesTheGeneratorInOrder() throws InterruptedException {
    GoldenCase golden = GoldenCase.of("c33/0");
    Random random = new Random(7);
    try (BatchGenerator generator = runtime.generator()) {
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Generation> left = generator.submit(golden.request());
        Thread.sleep(random.nextInt(25));
        left.cancel(true);
        assertThatThrownBy(left::join).isInstanceOf(CancellationException.class);
      }
      assertThat(ids(generator.submit(golden.request()).join())).isEqualTo(golden.ids());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listenerThatThrowsEndsOnlyItsOwnSequence(boolean error) {
    GoldenCase golden = GoldenCase.of("jfk/0");
    for (int at : List.of(1, 6)) {
      AtomicInteger heard = new AtomicInteger();
      try (BatchGenerator generator = runtime.generator()) {
        CompletableFuture<Generation> before = generator.submit(golden.request());
        CompletableFuture<Generation> bad =
            generator.submit(
                golden
                    .request()
                    .withListener(_ -> {
                      if (heard.incrementAndGet() == at) {
                        fail(error);
                      }
                      return true;
                    }));
        CompletableFuture<Generation> after = generator.submit(golden.request());

        assertThatThrownBy(bad::join).hasRootCauseMessage("boom");
        assertThat(ids(before.join())).isEqualTo(golden.ids());
        assertThat(ids(after.join())).isEqualTo(golden.ids());
        assertThat(ids(generator.submit(golden.request()).join())).isEqualTo(golden.ids());
        assertThat(heard.get()).isEqualTo(at);
      }
    }
  }

  @Test
  void promptWithoutItsAudioFailsAlone() {
    GoldenCase golden = GoldenCase.of("c03p3/0");
    try (BatchGenerator generator = runtime.generator()) {
      CompletableFuture<Generation> good = generator.submit(golden.request());
      CompletableFuture<Generation> bad =
          generator.submit(
              GenerationRequest.create(golden.prompt(), 5, Set.of())
                  .withAudio(GoldenCase.of("jfk/0").features(), GoldenCase.AUDIO_TOKEN));
      assertThatThrownBy(bad::join)
          .hasMessageContaining("the prompt has 43 audio placeholders for 143 audio tokens");
      assertThat(ids(good.join())).isEqualTo(golden.ids());
    }
  }

  @Test
  void closingCancelsWhatRunsAndWhatWaits() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(4);
    List<CompletableFuture<Generation>> results = new ArrayList<>();
    BatchGenerator generator = runtime.generator();
    for (int i = 0; i < 7; i++) { // four run, three wait
      AtomicInteger heard = new AtomicInteger();
      results.add(
          generator.submit(
              GoldenCase.of("c01p0/0")
                  .request(20_000, Set.of())
                  .withListener(_ -> {
                    if (heard.incrementAndGet() == 3) {
                      running.countDown();
                    }
                    return true;
                  })));
    }
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    generator.close();

    assertThat(results).allMatch(CompletableFuture::isCancelled);
    assertThat(generator.submit(GoldenCase.of("c01p0/0").request())).isCancelled();
    try (BatchGenerator next = runtime.generator()) {
      GoldenCase golden = GoldenCase.of("jfk/0");
      assertThat(ids(next.submit(golden.request()).join())).isEqualTo(golden.ids());
    }
  }

  @Test
  void manyThreadsGetTheirOwnIds() throws Exception {
    try (BatchGenerator generator = runtime.generator();
        ExecutorService callers = Executors.newFixedThreadPool(12)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 12; caller++) {
        Random random = new Random(caller);
        calls.add(
            callers.submit(() -> {
              for (int i = 0; i < 8; i++) {
                GoldenCase golden = CASES.get(random.nextInt(CASES.size()));
                assertThat(ids(generator.submit(golden.request()).join()))
                    .as(golden.name())
                    .isEqualTo(golden.ids());
              }
            }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void rememberedPrefixGivesTheScoresOfTheFullPrompt() {
    GoldenCase golden = GoldenCase.of("c08p01/2");
    try (BatchGenerator generator = runtime.generator()) {
      Generation fresh = generator.submit(golden.request().withTrace()).join();
      // The generator starts this one from the prefix of the one before.
      Generation recalled = generator.submit(golden.request().withTrace()).join();

      assertThat(ids(recalled)).isEqualTo(golden.ids()).isEqualTo(ids(fresh));
      List<TokenScore> expected = fresh.trace().topScores();
      for (int rank = 0; rank < expected.size(); rank++) {
        TokenScore score = recalled.trace().topScores().get(rank);
        assertThat(score.token()).isEqualTo(expected.get(rank).token());
        assertThat(score.score()).isCloseTo(expected.get(rank).score(), Offset.offset(1e-4f));
      }
    }
  }

  private static void fail(boolean error) {
    if (error) {
      throw new AssertionError("boom");
    }
    throw new IllegalStateException("boom");
  }

  private static List<Integer> ids(Generation generation) {
    return generation.tokens().stream().boxed().toList();
  }
}
