package dev.hark.engine.longform;

import dev.hark.engine.TextDelta;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns a piece of audio into text: the model, seen from here. Called by several threads at once.
 */
@FunctionalInterface
public interface PieceDecoder {
  /**
   * Decodes one piece and waits for the result.
   *
   * @param samples mono, 16 kHz; not changed by anybody // [samples]
   * @param text hears the transcript while it grows
   * @throws InterruptedException when the thread is interrupted, which cancels the piece
   */
  PieceText decode(float[] samples, DecodeSettings settings, Consumer<TextDelta> text)
      throws InterruptedException;

  /** Where in a piece there may be speech. */
  default SpeechActivity activity(float[] samples) {
    return SpeechActivity.of(samples);
  }

  /** The same decoder with speech found in another way. */
  default PieceDecoder withActivity(Function<float[], SpeechActivity> finder) {
    PieceDecoder decoder = this;
    return new PieceDecoder() {
      @Override
      public PieceText decode(float[] samples, DecodeSettings settings, Consumer<TextDelta> text)
          throws InterruptedException {
        return decoder.decode(samples, settings, text);
      }

      @Override
      public SpeechActivity activity(float[] samples) {
        return finder.apply(samples);
      }
    };
  }
}
