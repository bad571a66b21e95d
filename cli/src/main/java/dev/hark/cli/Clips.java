package dev.hark.cli;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The stretches of a recording that are to be transcribed, in samples: ascending, without overlap.
 *
 * @param bounds start and end of each stretch in turn; the last end may be that of any audio
 */
record Clips(List<Long> bounds) {
  private static final String OUTSIDE = "not asked for";

  Clips {
    bounds = List.copyOf(bounds);
  }

  /**
   * Reads {@code start,end,start,end,...} in seconds, as whisper does; the last end may be left
   * out.
   *
   * @throws IllegalArgumentException if these are no ascending times
   */
  static Clips parse(String text) {
    List<Long> bounds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      long sample = samples(part, text);
      if (!bounds.isEmpty()
          && (bounds.size() % 2 == 1 ? sample <= bounds.getLast() : sample < bounds.getLast())) {
        throw wrong(text);
      }
      bounds.add(sample);
    }
    if (bounds.size() % 2 == 1) {
      bounds.add(Long.MAX_VALUE);
    }
    return new Clips(bounds);
  }

  private static long samples(String seconds, String text) {
    try {
      double value = Double.parseDouble(seconds.strip());
      if (value >= 0 && value < Integer.MAX_VALUE) {
        return Math.round(value * PcmStream.SAMPLE_RATE_HZ);
      }
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "clip times: got \"%s\"; wanted start,end,start,end,... in ascending seconds"
            .formatted(text));
  }

  /**
   * Transcribes each stretch; times in the result are those of the whole recording.
   *
   * @param transcriber turns a stretch into text and tells its segments
   * @param listener hears the segments
   */
  Transcription transcribe(
      PcmStream audio,
      BiFunction<PcmStream, Consumer<Segment>, Transcription> transcriber,
      Consumer<Segment> listener) {
    Reader reader = new Reader(audio);
    List<Segment> segments = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    Duration covered = Duration.ZERO;
    for (int i = 0; i < bounds.size() && reader.skipTo(bounds.get(i)); i += 2) {
      Duration start = time(reader.position);
      if (start.compareTo(covered) > 0) {
        spans.add(new Span(covered, start, Coverage.NO_SPEECH, OUTSIDE));
      }
      reader.end = bounds.get(i + 1);
      Transcription clip =
          transcriber.apply(reader, segment -> listener.accept(shifted(segment, start)));
      clip.segments().forEach(segment -> segments.add(shifted(segment, start)));
      for (Span span : clip.spans()) {
        spans.add(
            new Span(
                span.start().plus(start), span.end().plus(start), span.coverage(), span.reason()));
      }
      covered = time(reader.position);
    }
    reader.skipTo(Long.MAX_VALUE);
    Duration duration = time(reader.position);
    if (duration.compareTo(covered) > 0) {
      spans.add(new Span(covered, duration, Coverage.NO_SPEECH, OUTSIDE));
    }
    return Transcription.of(duration, segments, spans);
  }

  private static Duration time(long samples) {
    return Duration.ofNanos(samples * (1_000_000_000L / PcmStream.SAMPLE_RATE_HZ));
  }

  private static Segment shifted(Segment segment, Duration by) {
    return new Segment(
        segment.start().plus(by),
        segment.end().plus(by),
        segment.text(),
        segment.language(),
        segment.words().stream()
            .map(word ->
                new Word(
                    word.text(),
                    word.start().plus(by),
                    word.end().plus(by),
                    word.rawStart().plus(by),
                    word.rawEnd().plus(by)))
            .toList());
  }

  /** The recording, which seems to end where the stretch does. */
  private static final class Reader implements PcmStream {
    private final PcmStream audio;
    private long position;
    private long end = Long.MAX_VALUE;

    Reader(PcmStream audio) {
      this.audio = audio;
    }

    /** Leaves out what comes before a sample; false if the recording ends first. */
    boolean skipTo(long sample) {
      end = sample;
      float[] buffer = new float[SAMPLE_RATE_HZ];
      while (position < sample) {
        if (read(buffer, 0, buffer.length) < 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int read(float[] buffer, int offset, int length) {
      if (position >= end) {
        return -1;
      }
      int count = audio.read(buffer, offset, (int) Math.min(length, end - position));
      position += Math.max(0, count);
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
  }
}
