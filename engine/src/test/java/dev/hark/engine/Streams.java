package dev.hark.engine;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.model.GoldenModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sessions run to their end, and audio for them. */
final class Streams {
  static final Backlog EVERY_STEP = new Backlog(Duration.ofSeconds(30), WhenFull.WAIT, false);

  private Streams() {}

  /** Live options that do the same on every machine. */
  static StreamOptions live() {
    return StreamOptions.live().withBacklog(EVERY_STEP).withSteps(StreamSteps.live().fixed());
  }

  static float[] clip(String name) {
    return AudioReader.create()
        .readAll(AudioSource.of(GoldenModels.golden("clips/" + name + ".wav")));
  }

  /** The clips in a row, each after a second of silence. */
  static float[] spaced(String... names) {
    List<float[]> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(new float[16_000]);
      parts.add(clip(name));
    }
    parts.add(new float[16_000]);
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Feeds audio in portions and returns all events. */
  static List<StreamEvent> run(
      StreamingTranscriber streaming, StreamOptions options, float[] audio, int portion) {
    return run(streaming, options, audio, new Random(0), portion, portion);
  }

  /** Feeds audio in portions of random length and returns all events. */
  static List<StreamEvent> run(
      StreamingTranscriber streaming,
      StreamOptions options,
      float[] audio,
      Random random,
      int shortest,
      int longest) {
    List<StreamEvent> events = new ArrayList<>();
    try (LiveSession session = streaming.open(options, events::add)) {
      for (int at = 0; at < audio.length; ) {
        int count = Math.min(random.nextInt(shortest, longest + 1), audio.length - at);
        session.feed(audio, at, count);
        at += count;
      }
      session.finish().join();
    }
    return events;
  }

  static List<StreamEvent.Final> finals(List<StreamEvent> events) {
    return only(events, StreamEvent.Final.class);
  }

  static <T extends StreamEvent> List<T> only(List<StreamEvent> events, Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
