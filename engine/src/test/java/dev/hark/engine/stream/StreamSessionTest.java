package dev.hark.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.Coverage;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.engine.StreamSteps;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.synthetic.ProcessMemory;
import dev.hark.model.AsrConfig;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.RollbackStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamSessionTest {
  private static final Backlog EVERY_STEP =
      new Backlog(Duration.ofSeconds(30), WhenFull.WAIT, false);

  @TempDir static Path cache;
  private static ModelRuntime runtime;
  private static BatchGenerator generator;
  private static StreamModel model;

  @BeforeAll
  static void open() {
    runtime =
        ModelRuntime.open(
            GoldenModels.ASR,
            EngineOptions.create()
                .withPrecision(Precision.F32)
                .withThreads(2)
                .withCacheFolder(cache));
    generator = runtime.generator();
    AsrConfig config = (AsrConfig) runtime.config();
    model =
        new AsrStreamModel(
            config, runtime.tokenizer(), new AsrPrompts(runtime.tokenizer(), config), generator);
  }

  @AfterAll
  static void close() {
    generator.close();
    runtime.close();
  }

  @Test
  void whatIsKeptBetweenStepsChangesNothing() {
    float[] audio = clip("c16p5");
    StreamOptions live =
        StreamOptions.live().withoutEndpointing().withLongestSegment(Duration.ofSeconds(40));
    StreamOptions exact = StreamOptions.exact();
    for (StreamOptions options : List.of(live, exact)) {
      StreamOptions every = options.withBacklog(EVERY_STEP);
      assertThat(run(model, every, audio, true))
          .as("%s", options.mode())
          .hasSizeGreaterThan(8)
          .isEqualTo(run(model, every, audio, false));
    }
  }

  @Test
  void loopInAStepIsCutAndDecodedAgain() {
    StreamModel looping =
        new Looping(model) {
          @Override
          public TokenChooser chooser(int written, double seconds) {
            return seconds < 11 && seconds > 5 ? _ -> 1128 : TokenChooser.greedy();
          }
        };
    StreamOptions options =
        StreamOptions.live()
            .withoutEndpointing()
            .withBacklog(EVERY_STEP)
            .withSteps(StreamSteps.live().withEvery(Duration.ofSeconds(2)));
    List<StreamEvent> events = run(looping, options, clip("jfk"), true);

    assertThat(events.stream().filter(StreamEvent.Recovered.class::isInstance)).hasSize(2);
    StreamEvent.Final end = finals(events).getFirst();
    assertThat(end.text().text()).startsWith("And so, my fellow Americans, ask not").endsWith(".");
    assertThat(end.coverage()).isEqualTo(Coverage.RECOVERED);
    assertThat(end.reason()).isEqualTo("endless repetition; decoded again");
    for (StreamEvent event : events) {
      if (event instanceof StreamEvent.Partial partial) {
        assertThat(partial.partial().length()).isLessThan(120);
      }
    }
  }

  @Test
  void loopAtTheEndIsTriedAgainInAnotherWay() {
    StreamModel looping =
        new Looping(model) {
          @Override
          public TokenChooser chooser(int written, double seconds) {
            return _ -> 1128;
          }
        };
    StreamOptions options =
        StreamOptions.live()
            .withoutEndpointing()
            .withBacklog(EVERY_STEP)
            .withSteps(StreamSteps.live().withEvery(Duration.ofSeconds(20)));
    StreamEvent.Final end = finals(run(looping, options, clip("jfk"), true)).getFirst();
    assertThat(end.text().text()).startsWith("And so, my fellow Americans,");
    assertThat(end.coverage()).isEqualTo(Coverage.RECOVERED);
    assertThat(end.reason()).startsWith("endless repetition; decoded again at temperature");
  }

  @Test
  void segmentWithoutAPauseIsCutAndItsAudioGoesOn() {
    float[] clip = clip("jfk");
    float[] audio = new float[20 * 16_000];
    for (int i = 0; i < audio.length; i++) {
      audio[i] = clip[16_000 + i % (8 * 16_000)];
    }
    for (StreamOptions mode : List.of(StreamOptions.live(), StreamOptions.exact())) {
      StreamOptions options =
          mode.withoutEndpointing()
              .withBacklog(EVERY_STEP)
              .withLongestSegment(Duration.ofSeconds(6));
      List<StreamEvent.Final> finals = finals(run(model, options, audio, true));
      assertThat(finals).as("%s", mode.mode()).hasSizeGreaterThanOrEqualTo(4);
      Duration next = Duration.ZERO;
      for (StreamEvent.Final end : finals) {
        assertThat(end.text().start()).as("no audio is lost or heard twice").isEqualTo(next);
        next = end.text().end();
        if (!end.equals(finals.getLast())) {
          assertThat(end.text().end().minus(end.text().start()))
              .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        }
      }
      assertThat(next).isEqualTo(Duration.ofSeconds(20));
    }
  }

  @Test
  void stepsBecomeRarerBesideOthersUnlessTheyAreFixed() {
    StreamOptions options =
        StreamOptions.live().withoutEndpointing().withBacklog(EVERY_STEP); // 1 to 4 s
    List<Cadence.Place> others = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      others.add(model.cadence().enter(options.steps(), () -> {}));
    }
    float[] audio = clip("jfk");
    List<StreamEvent> shared = run(model, options, audio, true);
    List<StreamEvent> fixed = run(model, options.withSteps(options.steps().fixed()), audio, true);
    others.forEach(Cadence.Place::close);

    assertThat(partials(shared).stream().map(StreamEvent.Partial::heard))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(9));
    assertThat(partials(fixed)).hasSize(11);
    assertThat(partials(run(model, options, audio, true))).as("alone").hasSize(11);
    StreamEvent.Final end = finals(shared).getFirst();
    assertThat(end.text().text()).isEqualTo(finals(fixed).getFirst().text().text());
    assertThat(end.text().text()).startsWith(partials(shared).getLast().stable());
  }

  @Test
  void sessionThatWaitsForItsTurnHearsOnAndStepsWithAllItHasHeard() throws InterruptedException {
    StreamOptions options = StreamOptions.live().withoutEndpointing(); // steps in turns
    BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
    float[] audio = clip("jfk");
    try (Cadence.Place other = model.cadence().enter(options.steps(), () -> {});
        StreamSession session = StreamSession.start(model, options, events::add)) {
      other.heard(16_000);
      assertThat(other.begin()).isTrue();
      for (int at = 0; at < 6 * 16_000; at += 1600) {
        session.feed(audio, at, 1600);
      }
      while (!session.backlog().isZero()) {
        Thread.sleep(5);
      }
      assertThat(events.take()).isInstanceOf(StreamEvent.SpeechStarted.class);
      assertThat(events).as("the other one is stepping").isEmpty();
      other.stepped();
      assertThat(events.take())
          .isInstanceOfSatisfying(
              StreamEvent.Partial.class,
              partial -> assertThat(partial.heard()).isEqualTo(Duration.ofSeconds(6)));
      session.finish().join();
    }
  }

  @Test
  void memoryDoesNotGrowWithTheStream() {
    float[] clip = clip("jfk");
    List<Long> resident = new ArrayList<>();
    StreamOptions options =
        StreamOptions.live()
            .withBacklog(EVERY_STEP)
            .withSteps(StreamSteps.live().withEvery(Duration.ofSeconds(3)));
    try (StreamSession session = StreamSession.start(model, options, _ -> {})) {
      for (int round = 0; round < 40; round++) { // 8 minutes
        session.feed(clip);
        session.feed(new float[16_000]);
        if (round % 13 == 12) {
          System.gc();
          resident.add(ProcessMemory.residentBytes());
        }
      }
      session.finish().join();
      assertThat(session.fed()).isEqualTo(Duration.ofMinutes(8));
    }
    assertThat(resident.getLast() - resident.getFirst()).isLessThan(48L << 20);
  }

  private static List<StreamEvent> run(
      StreamModel model, StreamOptions options, float[] audio, boolean reuse) {
    List<StreamEvent> events = new ArrayList<>();
    try (StreamSession session =
        StreamSession.start(model, options, events::add, StreamProbe.none(), reuse)) {
      session.feed(audio);
      session.finish().join();
    }
    return events;
  }

  private static List<StreamEvent.Partial> partials(List<StreamEvent> events) {
    return events.stream()
        .filter(StreamEvent.Partial.class::isInstance)
        .map(StreamEvent.Partial.class::cast)
        .toList();
  }

  private static List<StreamEvent.Final> finals(List<StreamEvent> events) {
    return events.stream()
        .filter(StreamEvent.Final.class::isInstance)
        .map(StreamEvent.Final.class::cast)
        .toList();
  }

  private static float[] clip(String name) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + name + ".wav")));
  }

  /** The tiny model with another will. */
  private abstract static class Looping implements StreamModel {
    private final StreamModel model;

    Looping(StreamModel model) {
      this.model = model;
    }

    @Override
    public BatchGenerator generator() {
      return model.generator();
    }

    @Override
    public Cadence cadence() {
      return model.cadence();
    }

    @Override
    public int audioToken() {
      return model.audioToken();
    }

    @Override
    public Set<Integer> stopTokens() {
      return model.stopTokens();
    }

    @Override
    public int[] prompt(
        String context, Optional<Language> language, int audioTokens, String written) {
      return model.prompt(context, language, audioTokens, written);
    }

    @Override
    public String text(int[] tokens) {
      return model.text(tokens);
    }

    @Override
    public ScoredToken scored(ScoringChooser.Choice choice) {
      return model.scored(choice);
    }

    @Override
    public List<ScoredToken> said(List<ScoredToken> written, Optional<Language> language) {
      return model.said(written, language);
    }

    @Override
    public ParsedOutput read(String raw, Optional<Language> language) {
      return model.read(raw, language);
    }

    @Override
    public RollbackStream rollback(Optional<Language> language, RollbackStream.Settings settings) {
      return model.rollback(language, settings);
    }
  }
}
