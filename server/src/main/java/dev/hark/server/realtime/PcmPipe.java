package dev.hark.server.realtime;

import dev.hark.audio.PcmStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Samples that one thread writes while another reads them; the writer waits when many wait. */
final class PcmPipe implements PcmStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<float[]> portions = new ArrayDeque<>();
  private final long most;
  private long waiting;
  private boolean finished;
  private boolean closed;
  private float @Nullable [] current;
  private int position;

  PcmPipe(Duration most) {
    this.most = most.toMillis() * SAMPLE_RATE_HZ / 1000;
  }

  /** Adds samples; waits while there are too many, unless nobody reads any more. */
  void write(float[] samples) {
    lock.lock();
    try {
      while (waiting > 0 && waiting + samples.length > most && !closed) {
        changed.awaitUninterruptibly();
      }
      if (!closed && samples.length > 0) {
        portions.add(samples);
        waiting += samples.length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that no more comes. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(float[] buffer, int offset, int length) {
    lock.lock();
    try {
      float[] portion = current;
      if (portion == null) {
        while (portions.isEmpty() && !finished) {
          changed.await();
        }
        portion = portions.poll();
        if (portion == null) {
          return -1;
        }
      }
      int count = Math.min(length, portion.length - position);
      System.arraycopy(portion, position, buffer, offset, count);
      position += count;
      current = portion;
      if (position == portion.length) {
        current = null;
        position = 0;
      }
      waiting -= count;
      changed.signalAll();
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while it waited for audio");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Duration> knownDuration() {
    return Optional.empty();
  }

  /** Ends the reading; whoever writes is not kept waiting. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      portions.clear();
      waiting = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
