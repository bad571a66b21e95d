package dev.hark.engine.stream;

import dev.hark.audio.PcmStream;
import dev.hark.engine.StreamException;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What was asked of a session and not yet done, in order. Any thread may add, one takes. */
final class Inbox {
  /** Something to do. */
  sealed interface Item {}

  /** Audio to hear. */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Audio(float[] samples) implements Item {}

  /** What to do between two stretches of audio. */
  enum Mark implements Item {
    COMMIT,
    CLEAR,
    /** A step, of whatever has been heard by then. */
    TURN,
    FINISH
  }

  private final Backlog limit;
  private final long mostSamples;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Item> items = new ArrayDeque<>();
  private long fedSamples;
  private long waitingSamples;
  private long takenSamples; // of those that wait, what is being looked at
  private boolean closed;

  Inbox(Backlog limit) {
    this.limit = limit;
    this.mostSamples = TurnDetector.samples(limit.most());
  }

  /** Adds audio, or refuses it. */
  void add(float[] samples, int offset, int length) {
    lock.lock();
    try {
      checkOpen();
      // A portion larger than the limit is let in when nothing waits, else it could never be.
      while (waitingSamples > 0 && waitingSamples + length > mostSamples) {
        if (limit.whenFull() == WhenFull.FAIL) {
          throw new StreamException(
              StreamException.Kind.OVERFLOW,
              ("%.1f s of audio wait to be decoded and %.1f s more do not fit into %.1f s;"
                      + " feed no faster than it is decoded, or allow a larger backlog")
                  .formatted(seconds(waitingSamples), seconds(length), seconds(mostSamples)));
        }
        changed.awaitUninterruptibly();
        checkOpen();
      }
      items.add(new Audio(Arrays.copyOfRange(samples, offset, offset + length)));
      fedSamples += length;
      waitingSamples += length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static double seconds(long samples) {
    return samples / (double) PcmStream.SAMPLE_RATE_HZ;
  }

  private void checkOpen() {
    if (closed) {
      throw new StreamException(
          StreamException.Kind.CLOSED, "the session is over; open another for more audio");
    }
  }

  void add(Mark mark) {
    lock.lock();
    try {
      checkOpen();
      items.add(mark);
      closed = mark == Mark.FINISH;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a turn behind all audio that waits, unless no more is taken. */
  void addTurn() {
    lock.lock();
    try {
      if (!closed) {
        items.add(Mark.TURN);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next item; waits for it. */
  Item take() throws InterruptedException {
    lock.lock();
    try {
      while (items.isEmpty()) {
        changed.await();
      }
      Item item = items.remove();
      takenSamples = item instanceof Audio(float[] samples) ? samples.length : 0;
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** Audio that was taken has been looked at. */
  void heard(int samples) {
    lock.lock();
    try {
      waitingSamples = Math.max(0, waitingSamples - samples);
      takenSamples = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more and forgets what waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      items.clear();
      waitingSamples = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long fedSamples() {
    lock.lock();
    try {
      return fedSamples;
    } finally {
      lock.unlock();
    }
  }

  /** Audio that waits behind what is being looked at. */
  long unseenSamples() {
    lock.lock();
    try {
      return waitingSamples - takenSamples;
    } finally {
      lock.unlock();
    }
  }

  long waitingSamples() {
    lock.lock();
    try {
      return waitingSamples;
    } finally {
      lock.unlock();
    }
  }
}
