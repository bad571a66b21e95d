package dev.hark.server.realtime;

import dev.hark.engine.Coverage;
import dev.hark.engine.LiveSession;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamException;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamingTranscriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hearing with turns found by voice activity: each turn becomes an item, whose text is told while
 * it grows. A commit or clear ends the live session of the engine and begins another one with the
 * next samples, so that what it did is known before the client's next event is looked at.
 */
final class VoiceTurns implements Hearing {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceTurns.class);

  private final StreamingTranscriber transcriber;
  private final Supplier<SessionSettings> settings;
  private final RealtimeLimits limits;
  private final Conversation conversation;
  private final Outbox outbox;
  private volatile @Nullable LiveSession live; // written by the reader of messages alone
  private Duration before = Duration.ZERO; // audio of earlier live sessions
  private boolean heardSinceCommit;

  // What the listener and the reader of messages share, guarded by this.
  private @Nullable Turn turn;
  private long stopped; // turns whose audio is complete
  private boolean failed;

  /** A turn that has no final text yet. */
  private static final class Turn {
    final String item = ServerEvents.id("item");
    final Duration start;
    Optional<String> previous = Optional.empty();
    String sent = "";
    int sentTokens;

    Turn(Duration start) {
      this.start = start;
    }
  }

  /**
   * @param settings are asked for when a live session begins
   */
  VoiceTurns(
      StreamingTranscriber transcriber,
      Supplier<SessionSettings> settings,
      RealtimeLimits limits,
      Conversation conversation,
      Outbox outbox) {
    this.transcriber = transcriber;
    this.settings = settings;
    this.limits = limits;
    this.conversation = conversation;
    this.outbox = outbox;
  }

  @Override
  public void hear(float[] samples) {
    if (samples.length == 0) {
      return;
    }
    LiveSession session = live;
    if (session == null) {
      StreamOptions options = settings.get().streamOptions(limits);
      session = transcriber.open(options, this::accept);
      live = session;
    }
    heardSinceCommit = true;
    try {
      session.feed(samples);
    } catch (StreamException e) {
      LOG.debug("audio after the end of a session", e); // the listener has told why it ended
    }
  }

  private synchronized void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.SpeechStarted(long _, Duration at) -> {
        Turn started = new Turn(before.plus(at));
        turn = started;
        outbox.send(ServerEvents.speechStarted(started.item, started.start));
      }
      case StreamEvent.Partial partial -> grow(partial);
      case StreamEvent.Silent(Duration from, Duration to) ->
          tellSilence(before.plus(from), before.plus(to));
      case StreamEvent.SpeechStopped(long _, Duration at) -> stop(before.plus(at));
      case StreamEvent.Final done -> complete(done);
      case StreamEvent.Failed(RuntimeException failure) -> fail(failure);
      case StreamEvent.Recovered(long _, Duration _, String reason) ->
          LOG.debug("recovered: {}", reason);
      case StreamEvent.Stalled(long _, Duration waited) -> LOG.warn("a step takes {}", waited);
      case StreamEvent.Ended _ -> {}
    }
  }

  private void tellSilence(Duration from, Duration to) {
    String item = ServerEvents.id("item");
    outbox.send(ServerEvents.timeout(item, from, to));
    Optional<String> previous = conversation.commit(item);
    conversation.complete(item, previous, new Said("", "", to.minus(from), tokens(List.of())));
  }

  private void grow(StreamEvent.Partial partial) {
    Turn open = turn;
    if (open == null) {
      return;
    }
    delta(open, partial.stable(), partial.tokens());
    if (settings.get().stash()) {
      outbox.send(
          ServerEvents.text(open.item, partial.stable(), partial.partial(), partial.language()));
    }
  }

  private void delta(Turn open, String text, List<ScoredToken> tokens) {
    if (text.length() > open.sent.length()) {
      outbox.send(
          ServerEvents.delta(
              open.item,
              text.substring(open.sent.length()),
              tokens.subList(Math.min(open.sentTokens, tokens.size()), tokens.size())));
      open.sent = text;
      open.sentTokens = tokens.size();
    }
  }

  private void stop(Duration at) {
    stopped++;
    Turn open = turn;
    if (open != null) {
      outbox.send(ServerEvents.speechStopped(open.item, at));
      open.previous = conversation.commit(open.item);
    }
  }

  private void complete(StreamEvent.Final done) {
    Turn open = turn;
    if (open == null) {
      return;
    }
    turn = null;
    Segment said = done.text();
    if (done.coverage() == Coverage.TRUNCATED) {
      LOG.atWarn().addKeyValue("item", open.item).log("text may be missing: {}", done.reason());
    }
    delta(open, said.text(), said.tokens());
    conversation.complete(
        open.item,
        open.previous,
        new Said(
            said.text(), said.language(), said.end().minus(said.start()), tokens(said.tokens())));
  }

  /** The tokens, if the client wants any. */
  private Optional<List<ScoredToken>> tokens(List<ScoredToken> tokens) {
    return Optional.of(tokens).filter(_ -> settings.get().probabilities());
  }

  private void fail(RuntimeException failure) {
    LOG.warn("live transcription failed", failure);
    failed = true;
    drop("transcription_failed", "the audio could not be transcribed");
  }

  /** Ends an item that will have no final text. */
  private void drop(String code, String message) {
    Turn open = turn;
    if (open != null) {
      turn = null;
      outbox.send(ServerEvents.failed(open.item, code, message));
    }
  }

  @Override
  public boolean commit() {
    if (!heardSinceCommit) {
      return false;
    }
    long stoppedBefore = stopped();
    finish();
    heardSinceCommit = false;
    return stopped() > stoppedBefore;
  }

  private synchronized long stopped() {
    return stopped;
  }

  @Override
  public void clear() {
    LiveSession session = live;
    if (session != null) {
      try {
        session.clear();
      } catch (StreamException e) {
        LOG.debug("clear after the end of a session", e);
      }
      finish();
    }
    synchronized (this) {
      drop("input_audio_buffer_cleared", "the audio was cleared before it was complete");
    }
    heardSinceCommit = false;
  }

  @Override
  public void finish() {
    LiveSession session = live;
    if (session == null) {
      return;
    }
    try {
      session.finish().join();
    } catch (CompletionException e) {
      LOG.debug("session ended early", e); // the listener has told the client
    }
    before = before.plus(session.fed());
    session.close();
    live = null;
  }

  /** Whether the engine failed, so that nothing more can be heard. */
  synchronized boolean failed() {
    return failed;
  }

  @Override
  public void close() {
    LiveSession session = live;
    if (session != null) {
      session.close();
    }
  }
}
