package dev.hark.engine.longform;

import java.util.function.Consumer;

/**
 * Cuts a recording into pieces while it is read. The pieces follow each other without gap or
 * overlap, and do not depend on how the samples were portioned. Used by one thread, for one
 * recording.
 */
public interface PieceCutter {
  /** Takes the next {@code length} samples and hands on the pieces that are now complete. */
  void accept(float[] samples, int offset, int length, Consumer<Piece> pieces);

  /** Ends the recording and hands on the rest. An empty recording has no piece. */
  void finish(Consumer<Piece> pieces);
}
