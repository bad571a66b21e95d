package dev.hark.engine.stream;

import dev.hark.engine.Alignment;
import dev.hark.engine.Endpointing;
import dev.hark.engine.Segment;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamListener;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.Word;
import dev.hark.engine.longform.AllowedLanguages;
import dev.hark.engine.longform.Piece;
import dev.hark.engine.longform.QuietestPause;
import dev.hark.engine.longform.WordTimes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of a stream's audio: turns are found, segments opened, stepped and concluded, and the
 * listener is told. At most one segment is open; what is concluded is forgotten, so memory does not
 * grow with the stream. Used by the session's thread alone.
 */
final class SegmentLoop implements AutoCloseable {
  /** The share of a segment's longest length behind which it is cut if it has to be. */
  private static final double CUT_FROM = 5.0 / 6;

  /** How much of the usual silence ends a segment that will be cut soon. */
  private static final double IMPATIENCE = 0.4;

  private final StreamModel model;
  private final StreamOptions options;
  private final AllowedLanguages languages;
  private final StreamListener listener;
  private final StreamProbe probe;
  private final Inbox inbox;
  private final StepRunner runner;
  private final Optional<TurnDetector> turns;
  private final int padding;
  private final int longest;
  private final long idle; // samples
  private final boolean reuse; // whether segments keep windows between steps
  private final SampleBuffer before = new SampleBuffer(); // what may belong to the next segment
  private final SampleBuffer pending = new SampleBuffer(); // less than a frame of the detector
  private @Nullable OpenSegment open;
  private long openedAt; // sample
  private long position; // samples looked at
  private long segments; // opened so far
  private long quietSince; // sample: end of the last speech, or of the silence last told

  SegmentLoop(
      StreamModel model,
      StreamOptions options,
      StreamListener listener,
      StreamProbe probe,
      Inbox inbox,
      boolean reuse) {
    this.model = model;
    this.reuse = reuse;
    this.options = options;
    this.languages = AllowedLanguages.of(options.language(), options.languages());
    this.listener = listener;
    this.probe = probe;
    this.inbox = inbox;
    this.runner =
        new StepRunner(
            model, waited -> listener.accept(new StreamEvent.Stalled(segments - 1, waited)));
    this.turns = options.endpointing().map(TurnDetector::new);
    this.padding =
        (int)
            options
                .endpointing()
                .map(o -> TurnDetector.samples(o.prefixPadding()))
                .orElse(0L)
                .longValue();
    this.idle =
        options
            .endpointing()
            .flatMap(Endpointing::idle)
            .map(TurnDetector::samples)
            .orElse(Long.MAX_VALUE);
    this.longest = (int) TurnDetector.samples(options.longestSegment());
  }

  /** Does what was asked; returns whether more may come. */
  boolean handle(Inbox.Item item) throws InterruptedException {
    switch (item) {
      case Inbox.Audio(float[] samples) -> {
        hear(samples);
        inbox.heard(samples.length);
      }
      case Inbox.Mark mark -> {
        switch (mark) {
          case COMMIT -> commit();
          case CLEAR -> clear();
          case TURN -> {
            if (open != null && open.begin()) {
              step(open);
            }
          }
          case FINISH -> {
            commit();
            return false;
          }
        }
      }
    }
    return true;
  }

  private void hear(float[] samples) throws InterruptedException {
    if (turns.isEmpty()) {
      for (int done = 0; done < samples.length; ) {
        if (open == null) {
          open(position);
        }
        done += grow(samples, done, samples.length - done);
      }
      return;
    }
    pending.append(samples, 0, samples.length);
    int frame = turns.get().frameSamples();
    int done = 0;
    for (; done + frame <= pending.length(); done += frame) {
      frame(turns.get(), pending.array(), done, frame);
    }
    pending.dropFirst(done);
  }

  private void frame(TurnDetector detector, float[] samples, int offset, int count)
      throws InterruptedException {
    OpenSegment segment = open;
    if (segment == null) {
      position += count;
      before.append(samples, offset, count);
      if (detector.accept(samples, offset, 1) == TurnDetector.Turn.STARTS) {
        before.dropAllBut(detector.speechSamples() + padding);
        float[] beginning = before.copy(0, before.length());
        before.dropAllBut(0);
        position -= beginning.length;
        open(position);
        int _ = grow(beginning, 0, beginning.length);
      } else {
        before.dropAllBut(detector.speechSamples() + padding);
        tellSilence();
      }
      return;
    }
    double patience = segment.audio().length() > longest * CUT_FROM ? IMPATIENCE : 1;
    boolean ends = detector.accept(samples, offset, patience) == TurnDetector.Turn.ENDS;
    int _ = grow(samples, offset, count);
    if (ends && open != null) {
      conclude(open, open.audio().length(), position - detector.silentSamples());
    }
  }

  private void tellSilence() {
    if (position - quietSince >= idle) {
      listener.accept(new StreamEvent.Silent(Piece.time(quietSince), Piece.time(position)));
      quietSince = position;
    }
  }

  private void open(long at) {
    openedAt = at;
    open =
        switch (options.mode()) {
          case LIVE ->
              new LiveSegment(
                  model,
                  runner,
                  options,
                  languages,
                  model.cadence().enter(options.steps(), inbox::addTurn),
                  reuse);
          case EXACT -> new ExactSegment(model, runner, options, languages.only(), reuse);
        };
    listener.accept(new StreamEvent.SpeechStarted(segments++, Piece.time(at)));
  }

  /**
   * Adds audio to the open segment, stepping and cutting it where that is due.
   *
   * @return how much was added; less than all if the segment was cut and none is open
   */
  private int grow(float[] samples, int offset, int count) throws InterruptedException {
    int done = 0;
    while (done < count && open != null) {
      OpenSegment segment = open;
      int length = segment.audio().length();
      int part =
          Math.min(count - done, Math.max(1, Math.min(segment.untilStep(), longest - length)));
      segment.append(samples, offset + done, part);
      done += part;
      position += part;
      if (segment.audio().length() > longest * CUT_FROM) {
        segment.freeze();
      }
      if (!late() && segment.begin()) {
        step(segment);
      }
      if (segment.audio().length() >= longest) {
        cut(segment);
      }
    }
    return done;
  }

  /** Whether so much is still to be heard that a step had better wait for it. */
  private boolean late() {
    return options.mode() == StreamOptions.Mode.LIVE
        && options.backlog().skipSteps()
        && inbox.unseenSamples() > TurnDetector.samples(options.steps().every());
  }

  private void step(OpenSegment segment) throws InterruptedException {
    long started = System.nanoTime();
    OpenSegment.Hypothesis now = segment.step();
    probe.stepped(position, segment.audio().length(), System.nanoTime() - started, false);
    if (!now.trouble().isEmpty()) {
      listener.accept(new StreamEvent.Recovered(segments - 1, Piece.time(position), now.trouble()));
    }
    listener.accept(
        new StreamEvent.Partial(
            segments - 1,
            now.stable(),
            now.partial(),
            now.language(),
            Piece.time(position),
            now.tokens()));
  }

  /** Cuts a segment that is too long; what follows the cut begins the next one. */
  private void cut(OpenSegment segment) throws InterruptedException {
    SampleBuffer audio = segment.audio();
    int length = audio.length();
    int at = length;
    if (options.mode() == StreamOptions.Mode.LIVE) {
      at = QuietestPause.find(audio.copy(0, length), (int) (longest * CUT_FROM), length, length);
    }
    float[] rest = audio.copy(at, length);
    conclude(segment, at, openedAt + at);
    position -= rest.length;
    if (turns.isPresent() || rest.length > 0) {
      open(position);
      turns.ifPresent(TurnDetector::reopen);
      int _ = grow(rest, 0, rest.length);
    }
  }

  private void conclude(OpenSegment segment, int samples, long end) throws InterruptedException {
    listener.accept(new StreamEvent.SpeechStopped(segments - 1, Piece.time(end)));
    long started = System.nanoTime();
    OpenSegment.Conclusion said = segment.conclude(samples);
    probe.stepped(position, samples, System.nanoTime() - started, true);
    String text = said.text();
    List<Word> words = List.of();
    if (options.aligner().isPresent() && !text.isEmpty()) {
      Alignment alignment =
          options.aligner().get().align(segment.audio().copy(0, samples), text, said.language());
      words = WordTimes.shift(alignment.words(), openedAt);
    }
    segment.close();
    open = null;
    turns.ifPresent(TurnDetector::close);
    quietSince = end;
    listener.accept(
        new StreamEvent.Final(
            segments - 1,
            new Segment(
                Piece.time(openedAt), Piece.time(end), text, said.language(), words, said.tokens()),
            said.coverage(),
            said.trouble()));
  }

  private void commit() throws InterruptedException {
    float[] rest = pending.copy(0, pending.length());
    pending.dropAllBut(0);
    if (open == null) {
      position += rest.length;
      before.dropAllBut(0);
      return;
    }
    int _ = grow(rest, 0, rest.length);
    if (open != null) {
      conclude(open, open.audio().length(), position);
    }
  }

  private void clear() {
    position += pending.length();
    pending.dropAllBut(0);
    before.dropAllBut(0);
    turns.ifPresent(TurnDetector::close);
    quietSince = position;
    close();
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
