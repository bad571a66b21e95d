package dev.hark.engine.stream;

import dev.hark.engine.LiveSession;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamException;
import dev.hark.engine.StreamListener;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.longform.Piece;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A live session: an inbox that any thread fills, and a thread of its own that empties it. */
public final class StreamSession implements LiveSession {
  private final Inbox inbox;
  private final SegmentLoop loop;
  private final StreamListener listener;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;

  private StreamSession(
      StreamModel model,
      StreamOptions options,
      StreamListener listener,
      StreamProbe probe,
      boolean reuse) {
    this.listener = listener;
    this.inbox = new Inbox(options.backlog());
    this.loop = new SegmentLoop(model, options, listener, probe, inbox, reuse);
    this.thread = Thread.ofVirtual().name("hark-session").unstarted(this::run);
  }

  /** Starts a session. */
  public static StreamSession start(
      StreamModel model, StreamOptions options, StreamListener listener) {
    return start(model, options, listener, StreamProbe.none(), true);
  }

  /**
   * Starts a session that is measured.
   *
   * @param reuse whether steps keep what can be used again, as they always do but to compare
   */
  public static StreamSession start(
      StreamModel model,
      StreamOptions options,
      StreamListener listener,
      StreamProbe probe,
      boolean reuse) {
    StreamSession session = new StreamSession(model, options, listener, probe, reuse);
    session.thread.start();
    return session;
  }

  private void run() {
    try (loop) {
      while (loop.handle(inbox.take())) {}
      inbox.close();
      listener.accept(new StreamEvent.Ended(fed()));
      done.complete(null);
    } catch (InterruptedException e) {
      done.completeExceptionally(closed());
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      done.completeExceptionally(e);
      throw e;
    } finally {
      inbox.close();
    }
  }

  private void fail(RuntimeException failure) {
    inbox.close();
    if (Thread.currentThread().isInterrupted()) {
      done.completeExceptionally(closed());
      return;
    }
    try {
      listener.accept(new StreamEvent.Failed(failure));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    done.completeExceptionally(failure);
  }

  private static StreamException closed() {
    return new StreamException(
        StreamException.Kind.CLOSED, "the session was closed before all was transcribed");
  }

  @Override
  public void feed(float[] samples, int offset, int length) {
    inbox.add(samples, offset, length);
  }

  @Override
  public void commit() {
    inbox.add(Inbox.Mark.COMMIT);
  }

  @Override
  public void clear() {
    inbox.add(Inbox.Mark.CLEAR);
  }

  @Override
  public CompletableFuture<Void> finish() {
    try {
      inbox.add(Inbox.Mark.FINISH);
    } catch (StreamException e) {
      // Finished, failed or closed already, as the future says.
    }
    return done;
  }

  @Override
  public Duration fed() {
    return Piece.time(inbox.fedSamples());
  }

  @Override
  public Duration backlog() {
    return Piece.time(inbox.waitingSamples());
  }

  @Override
  public void close() {
    inbox.close();
    thread.interrupt();
    if (Thread.currentThread().equals(thread)) {
      return; // a listener closes its own session, which ends when it returns
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
