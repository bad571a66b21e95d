package dev.hark.cli;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One input on its way to a transcript: what is known of it while it is worked on, for progress and
 * for the case that it does not get to its end. Any thread may ask.
 */
final class Job {
  private final int index;
  private final Input input;
  private final Path target;
  private final CountDownLatch read = new CountDownLatch(1);
  private final List<Segment> segments = new ArrayList<>();
  private Optional<Duration> announced = Optional.empty();
  private long samplesRead;
  private boolean opened;
  private boolean claimed;
  private @Nullable Outcome outcome;

  /**
   * @param index place among all inputs
   * @param target where its results go, without the extension of their format
   */
  Job(int index, Input input, Path target) {
    this.index = index;
    this.input = input;
    this.target = target;
  }

  /** Place among all inputs. */
  int index() {
    return index;
  }

  Input input() {
    return input;
  }

  Path target() {
    return target;
  }

  /** The audio, watched while it is read. */
  PcmStream follow(PcmStream audio) {
    synchronized (this) {
      opened = true;
      announced = audio.knownDuration();
    }
    return new PcmStream() {
      @Override
      public int read(float[] buffer, int offset, int length) {
        int count = audio.read(buffer, offset, length);
        synchronized (Job.this) {
          samplesRead += Math.max(0, count);
        }
        if (count < 0) {
          read.countDown();
        }
        return count;
      }

      @Override
      public Optional<Duration> knownDuration() {
        return audio.knownDuration();
      }

      @Override
      public void close() {
        audio.close();
      }
    };
  }

  synchronized void add(Segment segment) {
    segments.add(segment);
  }

  synchronized List<Segment> segments() {
    return List.copyOf(segments);
  }

  /** Whether its audio could be opened. */
  synchronized boolean opened() {
    return opened;
  }

  /** How far its transcript has got. */
  synchronized Duration position() {
    return segments.isEmpty() ? Duration.ZERO : segments.getLast().end();
  }

  /** Length of its audio, where that is known or has been read. */
  synchronized Duration length() {
    Duration heard = Duration.ofMillis(samplesRead * 1000 / PcmStream.SAMPLE_RATE_HZ);
    return announced.filter(known -> known.compareTo(heard) > 0).orElse(heard);
  }

  /** Waits until all its audio is read, or it is done for another reason. */
  void awaitRead() throws InterruptedException {
    read.await();
  }

  /** Gives the right to write its results, once. */
  synchronized boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  void finish(Outcome result) {
    synchronized (this) {
      outcome = result;
    }
    read.countDown();
  }

  /** Lets others go on without an outcome. */
  void giveUp() {
    read.countDown();
  }

  synchronized Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** The transcript so far; the rest of the audio is marked as missing. */
  synchronized Transcription partial(String reason) {
    List<Span> spans = new ArrayList<>();
    Duration end = Duration.ZERO;
    for (Segment segment : segments) {
      if (segment.start().compareTo(end) > 0) {
        spans.add(new Span(end, segment.start(), Coverage.NO_SPEECH, ""));
      }
      spans.add(new Span(segment.start(), segment.end(), Coverage.SPEECH, ""));
      end = segment.end();
    }
    Duration length = length();
    if (length.compareTo(end) > 0) {
      spans.add(new Span(end, length, Coverage.TRUNCATED, reason));
    }
    return Transcription.of(length.compareTo(end) > 0 ? length : end, segments, spans);
  }
}
