package dev.hark.engine.stream;

import dev.hark.engine.StreamSteps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The pace that the live sessions of one model keep together. The first step of a segment comes
 * after {@link StreamSteps#every}; the audio between later ones is that times half of the number of
 * segments that are open, between {@code every} and {@link StreamSteps#slowest}. Segments that take
 * turns step in rounds of at most {@value #TOGETHER}, to share what a batch shares. No round begins
 * before the one before it is done, so steps do not queue up, and each has all audio so far; nor
 * while a final text is written, so what a busy machine leaves out is what may still change.
 */
public final class Cadence {
  /** Segments that may be open before steps become rarer. */
  static final int AT_FULL_PACE = 2;

  /** Most segments of a round: the text of each waits for the prompts of all. */
  static final int TOGETHER = 4;

  /** The share of its wait after which a segment joins a round that others begin. */
  private static final double JOINS = 0.5;

  /** After this a round no longer waits for a session that has not taken its turn. */
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final LongSupplier clock; // nanoseconds
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Place> places = new LinkedHashSet<>();
  private final Deque<Place> due = new ArrayDeque<>();

  private Cadence(LongSupplier clock) {
    this.clock = clock;
  }

  /** Without sessions. */
  public static Cadence create() {
    return create(System::nanoTime);
  }

  static Cadence create(LongSupplier clock) {
    return new Cadence(clock);
  }

  /** Audio between two steps of a segment, in samples, while so many segments are open. */
  static int samplesBetweenSteps(StreamSteps steps, int open) {
    long every = TurnDetector.samples(steps.every());
    long slowest = TurnDetector.samples(steps.slowest());
    return (int) Math.min(slowest, Math.max(every, every * open / AT_FULL_PACE));
  }

  /**
   * A segment is open.
   *
   * @param turn is run, on any thread, when it is the segment's turn; must neither block nor throw
   */
  Place enter(StreamSteps steps, Runnable turn) {
    Place place = new Place(steps, turn);
    lock.lock();
    try {
      places.add(place);
    } finally {
      lock.unlock();
    }
    return place;
  }

  private enum State {
    HEARING,
    DUE,
    GRANTED,
    /** Granted long ago: others no longer wait for it. */
    LATE,
    STEPPING,
    CONCLUDING;

    boolean holdsUpRounds() {
      return this == GRANTED || this == STEPPING || this == CONCLUDING;
    }
  }

  /** An open segment among the others. */
  final class Place implements AutoCloseable {
    private final StreamSteps steps;
    private final Runnable turn;
    private State state = State.HEARING;
    private boolean first = true;
    private double heard; // audio since the last step, as a share of that between two
    private long grantedNanos;

    private Place(StreamSteps steps, Runnable turn) {
      this.steps = steps;
      this.turn = turn;
    }

    /** Audio between the last step, or the segment's begin, and the next step, in samples. */
    int samplesBetweenSteps() {
      lock.lock();
      try {
        return wait(places.size());
      } finally {
        lock.unlock();
      }
    }

    private int wait(int open) {
      return Cadence.samplesBetweenSteps(steps, first ? 1 : open);
    }

    /** Takes turns: says how much audio has come since the last step. */
    void heard(int samples) {
      lock.lock();
      try {
        heard = samples / (double) wait(places.size());
        if (state == State.HEARING && heard >= 1) {
          state = State.DUE;
          due.add(this);
        }
        nextRound();
      } finally {
        lock.unlock();
      }
    }

    /** Takes the turn; returns false if none was given. */
    boolean begin() {
      lock.lock();
      try {
        if (state != State.GRANTED && state != State.LATE) {
          return false;
        }
        state = State.STEPPING;
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** Says that a step is done. */
    void stepped() {
      lock.lock();
      try {
        first = false;
        heard = 0;
        due.remove(this);
        state = State.HEARING;
        nextRound();
      } finally {
        lock.unlock();
      }
    }

    /** Says that the final text is being written, which ends with {@link #close}. */
    void concluding() {
      lock.lock();
      try {
        due.remove(this);
        state = State.CONCLUDING;
      } finally {
        lock.unlock();
      }
    }

    /** Leaves. */
    @Override
    public void close() {
      lock.lock();
      try {
        places.remove(this);
        due.remove(this);
        nextRound();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Gives turns to those who are due, and to those who soon will be, unless a round is going on.
   */
  private void nextRound() {
    if (due.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    for (Place place : places) {
      if (place.state == State.GRANTED && now - place.grantedNanos > PATIENCE_NANOS) {
        place.state = State.LATE;
      }
      if (place.state.holdsUpRounds()) {
        return;
      }
    }
    List<Place> round = new ArrayList<>();
    while (round.size() < TOGETHER && !due.isEmpty()) {
      round.add(due.remove());
    }
    places.stream()
        .filter(place -> place.state == State.HEARING && place.heard >= JOINS)
        .sorted(Comparator.comparingDouble((Place place) -> place.heard).reversed())
        .limit(TOGETHER - round.size())
        .forEach(round::add);
    for (Place place : round) {
      place.state = State.GRANTED;
      place.grantedNanos = now;
      place.turn.run();
    }
  }
}
