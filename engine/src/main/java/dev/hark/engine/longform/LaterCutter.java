package dev.hark.engine.longform;

import java.util.function.Consumer;

/** Cuts what follows a cut of a recording: the same pieces, which start later. */
final class LaterCutter implements PieceCutter {
  private final PieceCutter cutter;
  private final long startSample;

  LaterCutter(PieceCutter cutter, long startSample) {
    this.cutter = cutter;
    this.startSample = startSample;
  }

  @Override
  public void accept(float[] samples, int offset, int length, Consumer<Piece> pieces) {
    cutter.accept(samples, offset, length, later(pieces));
  }

  @Override
  public void finish(Consumer<Piece> pieces) {
    cutter.finish(later(pieces));
  }

  private Consumer<Piece> later(Consumer<Piece> pieces) {
    return piece -> pieces.accept(new Piece(startSample + piece.startSample(), piece.samples()));
  }
}
