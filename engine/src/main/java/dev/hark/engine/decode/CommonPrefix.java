package dev.hark.engine.decode;

import dev.hark.engine.graph.DecoderNetwork;
import java.util.Arrays;

/**
 * The keys and values of the text before the audio, which the pieces of a recording and most
 * callers have in common: computed once, copied for each sequence that starts the same.
 */
final class CommonPrefix {
  private final DecoderNetwork decoder;
  private int[] ids = {};

  CommonPrefix(DecoderNetwork decoder) {
    this.decoder = decoder;
  }

  /** Lets an empty row start with the prefix, if the prompt does; returns its positions. */
  int recall(int row, GenerationRequest request) {
    if (ids.length == 0 || !Arrays.equals(ids, textBeforeAudio(request))) {
      return 0;
    }
    decoder.recall(row);
    return ids.length;
  }

  /** Keeps the prefix of a row whose prompt has been run. */
  void remember(int row, GenerationRequest request) {
    int[] text = textBeforeAudio(request);
    if (text.length > 0 && !Arrays.equals(ids, text)) {
      decoder.remember(row, text.length);
      ids = text;
    }
  }

  void forget() {
    ids = new int[0];
  }

  /** What comes before the audio; nothing for a prompt without audio. */
  private static int[] textBeforeAudio(GenerationRequest request) {
    if (request.audio().isEmpty()) {
      return new int[0];
    }
    return request.prompt().stream().takeWhile(id -> id != request.audioToken()).toArray();
  }
}
