package dev.hark.server.realtime;

import dev.hark.audio.PcmStream;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One recording that becomes one item: a thread transcribes what another one feeds. */
final class Take {
  private static final Logger LOG = LoggerFactory.getLogger(Take.class);

  private final String item = ServerEvents.id("item");
  private final Transcriber transcriber;
  private final TranscribeOptions options;
  private final Conversation conversation;
  private final Outbox outbox;
  private final PcmPipe audio;
  private final Thread thread = Thread.ofVirtual().name("hark-realtime-take").unstarted(this::run);
  private final List<ObjectNode> early = new ArrayList<>(); // deltas before the commit
  private Runnable end = () -> {};
  private long samples;
  private String said = "";
  private boolean committed;
  private Optional<String> previous = Optional.empty();

  Take(
      Transcriber transcriber,
      TranscribeOptions options,
      Conversation conversation,
      Outbox outbox,
      Duration backlog) {
    this.transcriber = transcriber;
    this.options = options.onSegment(this::segment);
    this.conversation = conversation;
    this.outbox = outbox;
    this.audio = new PcmPipe(backlog);
  }

  /**
   * Starts the thread.
   *
   * @param whenDone is run when it ends
   */
  void start(Runnable whenDone) {
    end = whenDone;
    thread.start();
  }

  void hear(float[] portion) {
    samples += portion.length;
    audio.write(portion);
  }

  /** The audio is complete: there is an item from now on. */
  void commit() {
    synchronized (this) {
      previous = conversation.commit(item);
      committed = true;
      early.forEach(outbox::send);
      early.clear();
    }
    audio.finish();
  }

  private synchronized void segment(Segment segment) {
    String all = Conversation.join(said, segment.text());
    String delta = all.substring(said.length());
    said = all;
    if (delta.isEmpty()) {
      return;
    }
    ObjectNode event = ServerEvents.delta(item, delta, segment.tokens());
    if (committed) {
      outbox.send(event);
    } else {
      early.add(event);
    }
  }

  private void run() {
    try {
      Transcription result = transcriber.transcribe(audio, options);
      conversation.complete(item, previous(), said(result));
    } catch (CancellationException e) {
      LOG.debug("recording of {} was dropped", item);
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      audio.close();
      end.run();
    }
  }

  private Said said(Transcription result) {
    Optional<List<ScoredToken>> tokens =
        options.alternatives().isPresent()
            ? Optional.of(
                result.segments().stream().flatMap(part -> part.tokens().stream()).toList())
            : Optional.empty();
    return new Said(
        result.text(),
        result.language(),
        Duration.ofMillis(samples * 1000 / PcmStream.SAMPLE_RATE_HZ),
        tokens);
  }

  private synchronized Optional<String> previous() {
    return previous;
  }

  private synchronized void fail(RuntimeException failure) {
    LOG.atWarn().addKeyValue("item", item).setCause(failure).log("transcription failed");
    if (!committed) {
      previous = conversation.commit(item);
      committed = true;
    }
    outbox.send(
        ServerEvents.failed(item, "transcription_failed", "the audio could not be transcribed"));
  }

  /** Waits for the text. */
  void await() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        close();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops the recording. */
  void close() {
    thread.interrupt();
    audio.close();
  }
}
