package dev.hark.server.transcribe;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.TextDelta;
import dev.hark.engine.Transcription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes one growing text of what a transcriber says: the final segments, and the text of the piece
 * that is being decoded. What was sent cannot be taken back: if a piece is decoded again and says
 * something else, sending goes on behind it, and only the final text is right.
 */
public final class TextDeltas {
  /** Joining looks at the last character of what stands before. */
  private static final int TAIL = 8;

  private final Consumer<TextDelta> listener;
  private String before = "";
  private String growing = "";
  private final List<ScoredToken> tokens = new ArrayList<>(); // not sent yet
  private String sent = "";

  /** Deltas for a listener. */
  public TextDeltas(Consumer<TextDelta> listener) {
    this.listener = listener;
  }

  /** Takes text of the piece that is being decoded. */
  public synchronized void text(TextDelta part) {
    growing += part.text();
    tokens.addAll(part.tokens());
    send(joined(growing));
  }

  /** Takes a final segment. */
  public synchronized void segment(Segment segment) {
    String text = joined(segment.text());
    send(text);
    String all = before + text;
    before = all.substring(Math.max(0, all.length() - TAIL));
    growing = "";
    sent = "";
    tokens.clear();
  }

  private void send(String text) {
    if (text.length() > sent.length() && text.startsWith(sent)) {
      listener.accept(new TextDelta(text.substring(sent.length()), tokens));
      tokens.clear();
      sent = text;
    }
  }

  /** The text of a piece with the space that the engine puts before it, if any. */
  private String joined(String text) {
    return Transcription.of(Duration.ZERO, List.of(unplaced(before), unplaced(text)), List.of())
        .text()
        .substring(before.length());
  }

  private static Segment unplaced(String text) {
    return new Segment(Duration.ZERO, Duration.ZERO, text, "", List.of());
  }
}
