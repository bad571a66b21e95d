package dev.hark.server.realtime;

import dev.hark.server.http.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** All sessions of a server: how many there may be, which are idle, and how they end with it. */
public final class RealtimeSessions implements AutoCloseable {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final RealtimeLimits limits;
  private final Map<String, Entry> sessions = new ConcurrentHashMap<>();
  private final Map<String, Integer> callers = new HashMap<>();
  private final Thread watch;
  private int count;
  private boolean draining;

  /** A session and when its client was last heard. */
  private static final class Entry {
    final Protocol protocol;
    final Outbox outbox;
    final Caller caller;
    private long heardNanos = System.nanoTime();
    private int busy;

    Entry(Protocol protocol, Outbox outbox, Caller caller) {
      this.protocol = protocol;
      this.outbox = outbox;
      this.caller = caller;
    }

    synchronized void begin() {
      busy++;
    }

    synchronized void end() {
      busy--;
      heardNanos = System.nanoTime();
    }

    /** A client that waits for room is not idle. */
    synchronized boolean idle(Duration longest) {
      return busy == 0 && System.nanoTime() - heardNanos > longest.toNanos();
    }
  }

  /** Why a session is not let in. */
  enum Refusal {
    NONE,
    FULL,
    DRAINING
  }

  RealtimeSessions(RealtimeLimits limits) {
    this.limits = limits;
    this.watch = Thread.ofVirtual().name("hark-realtime-idle").start(this::watch);
  }

  private void watch() {
    Duration pause = limits.idle().dividedBy(4);
    if (pause.compareTo(LONGEST_LOOK) > 0) {
      pause = LONGEST_LOOK;
    }
    try {
      while (true) {
        Thread.sleep(pause.plusMillis(1));
        for (Entry entry : sessions.values()) {
          if (entry.idle(limits.idle())) {
            entry.outbox.close(
                CloseCode.POLICY,
                "nothing came for %d s".formatted(Math.max(1, limits.idle().toSeconds())));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many sessions there are. */
  public synchronized int count() {
    return count;
  }

  /** Takes a place for a session, which {@link #remove} gives back. */
  synchronized Refusal take(Caller caller) {
    if (draining) {
      return Refusal.DRAINING;
    }
    if (count >= limits.sessions()
        || (caller.hasKey()
            && callers.getOrDefault(caller.name(), 0) >= limits.sessionsPerCaller())) {
      return Refusal.FULL;
    }
    count++;
    callers.merge(caller.name(), 1, Integer::sum);
    return Refusal.NONE;
  }

  void add(String id, Protocol protocol, Outbox outbox, Caller caller) {
    sessions.put(id, new Entry(protocol, outbox, caller));
    protocol.open();
  }

  void message(String id, String text) {
    Entry entry = sessions.get(id);
    if (entry == null) {
      return; // refused, or closed already
    }
    entry.begin();
    try {
      entry.protocol.message(text);
    } finally {
      entry.end();
    }
  }

  /** Closes a session whose client sent what is no text. */
  void binary(String id) {
    Entry entry = sessions.get(id);
    if (entry != null) {
      entry.outbox.close(CloseCode.POLICY, "wanted text messages, audio in base64");
    }
  }

  /** Frees a session and its place. */
  void remove(String id) {
    Entry entry = sessions.remove(id);
    if (entry != null) {
      entry.outbox.gone();
      entry.protocol.close();
      leave(entry.caller);
    }
  }

  private synchronized void leave(Caller caller) {
    count--;
    callers.computeIfPresent(caller.name(), (_, open) -> open == 1 ? null : open - 1);
  }

  /** Lets nobody in any more, finishes what was said, and closes all sessions with 1012. */
  public void drain() {
    synchronized (this) {
      draining = true;
    }
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    for (Entry entry : List.copyOf(sessions.values())) {
      executor.execute(entry.protocol::drain);
    }
    executor.shutdown();
    try {
      if (!executor.awaitTermination(limits.drain().toMillis(), TimeUnit.MILLISECONDS)) {
        sessions.values().forEach(RealtimeSessions::stop);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sessions.values().forEach(RealtimeSessions::stop);
    }
  }

  private static void stop(Entry entry) {
    entry.outbox.close(CloseCode.RESTART, "the server is being stopped");
  }

  /** Closes everything at once. */
  @Override
  public void close() {
    synchronized (this) {
      draining = true;
    }
    watch.interrupt();
    sessions.values().forEach(RealtimeSessions::stop);
    List.copyOf(sessions.keySet()).forEach(this::remove);
  }
}
