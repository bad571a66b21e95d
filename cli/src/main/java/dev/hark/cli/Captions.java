package dev.hark.cli;

import dev.hark.engine.Segment;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamListener;
import dev.hark.engine.Word;
import java.io.PrintWriter;
import java.util.function.Consumer;

/**
 * Live captions: finished lines, and on a terminal, below them, the line that is being spoken, its
 * tail dim as long as it may change.
 */
final class Captions implements StreamListener {
  private static final String CLEAR = "\r\u001b[K";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean redrawn;
  private final boolean colours;
  private final boolean timestamps;
  private final int columns;
  private final Consumer<String> messages;
  private final Consumer<Segment> finished;

  /**
   * Captions.
   *
   * @param columns width of the terminal; 0 if it is none, and only finished lines are shown
   * @param messages hears what the user should know
   * @param finished hears each finished segment that has text
   */
  Captions(
      PrintWriter out,
      int columns,
      boolean colours,
      boolean timestamps,
      Consumer<String> messages,
      Consumer<Segment> finished) {
    this.out = out;
    this.columns = columns;
    this.redrawn = columns > 0;
    this.colours = colours;
    this.timestamps = timestamps;
    this.messages = messages;
    this.finished = finished;
  }

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.Partial partial -> draw(partial.stable(), partial.partial());
      case StreamEvent.Final end -> {
        clear();
        Segment segment = end.text();
        if (!segment.text().isEmpty()) {
          out.println(line(segment));
          finished.accept(segment);
        }
        out.flush();
        if (end.coverage() == dev.hark.engine.Coverage.TRUNCATED) {
          messages.accept(
              "text may be missing from %s to %s: %s"
                  .formatted(Clock.of(segment.start()), Clock.of(segment.end()), end.reason()));
        }
      }
      case StreamEvent.Stalled stalled ->
          messages.accept(
              "no text for %d s; still waiting".formatted(stalled.waited().toSeconds()));
      case StreamEvent.SpeechStarted _,
          StreamEvent.SpeechStopped _,
          StreamEvent.Silent _,
          StreamEvent.Recovered _,
          StreamEvent.Ended _,
          StreamEvent.Failed _ -> {}
    }
  }

  private String line(Segment segment) {
    String text = segment.words().isEmpty() ? segment.text() : timed(segment);
    return timestamps
        ? "[%s --> %s]  %s"
            .formatted(Clock.withMillis(segment.start()), Clock.withMillis(segment.end()), text)
        : text;
  }

  /** The text with the start of each word before it, as lyrics have it. */
  private static String timed(Segment segment) {
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (Word word : segment.words()) {
      int start = segment.text().indexOf(word.text(), at);
      if (start < 0) {
        continue; // not as it stands in the text: it goes without a time
      }
      line.append(segment.text(), at, start).append('<').append(Clock.withMillis(word.start()));
      line.append('>').append(word.text());
      at = start + word.text().length();
    }
    return line.append(segment.text().substring(at)).toString();
  }

  /** The end of the text that fits on one line. */
  private void draw(String stable, String partial) {
    if (!redrawn) {
      return;
    }
    String text = stable + partial;
    int from = 0;
    while (Columns.width(text.substring(from)) >= columns) {
      from = text.offsetByCodePoints(from, 1);
    }
    int change = Math.max(from, stable.length());
    out.print(CLEAR + text.substring(from, change));
    out.print(colours ? DIM + text.substring(change) + PLAIN : text.substring(change));
    out.flush();
  }

  private void clear() {
    if (redrawn) {
      out.print(CLEAR);
    }
  }
}
