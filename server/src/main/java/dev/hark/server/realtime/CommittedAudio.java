package dev.hark.server.realtime;

import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hearing for a client that commits: what comes between two commits is one recording, which is
 * transcribed as a file with the same samples would be, while it arrives.
 */
final class CommittedAudio implements Hearing {
  /** Recordings that are worked on at once; the client waits with the next one. */
  private static final int MOST_AT_ONCE = 4;

  private final Transcriber transcriber;
  private final Supplier<TranscribeOptions> options;
  private final Conversation conversation;
  private final Outbox outbox;
  private final Duration backlog;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Set<Take> takes = ConcurrentHashMap.newKeySet();
  private @Nullable Take open;

  /**
   * @param options are asked for when a recording begins
   */
  CommittedAudio(
      Transcriber transcriber,
      Supplier<TranscribeOptions> options,
      Conversation conversation,
      Outbox outbox,
      Duration backlog) {
    this.transcriber = transcriber;
    this.options = options;
    this.conversation = conversation;
    this.outbox = outbox;
    this.backlog = backlog;
  }

  @Override
  public void hear(float[] samples) {
    Take take = open;
    if (take == null) {
      if (samples.length == 0) {
        return;
      }
      take = begin();
      open = take;
    }
    take.hear(samples);
  }

  private Take begin() {
    free.acquireUninterruptibly();
    Take take = new Take(transcriber, options.get(), conversation, outbox, backlog);
    takes.add(take);
    take.start(() -> {
      takes.remove(take);
      free.release();
    });
    return take;
  }

  @Override
  public boolean commit() {
    Take take = open;
    if (take == null) {
      return false;
    }
    open = null;
    take.commit();
    return true;
  }

  @Override
  public void clear() {
    Take take = open;
    if (take != null) {
      open = null;
      take.close();
    }
  }

  @Override
  public void finish() {
    clear();
    List.copyOf(takes).forEach(Take::await);
  }

  @Override
  public void close() {
    takes.forEach(Take::close);
  }
}
