package dev.hark.model.tokenizer;

import java.util.Arrays;

/**
 * Turns tokens into text one by one. A character whose bytes are spread over several tokens appears
 * with the last of them, so the output never holds half of one; the outputs together equal the text
 * that {@link Tokenizer#decode} gives. Not for use by several threads at once.
 */
public final class StreamingDecoder {
  private final Tokenizer tokenizer;
  private final boolean skipSpecial;
  private byte[] pending = new byte[0];

  StreamingDecoder(Tokenizer tokenizer, boolean skipSpecial) {
    this.tokenizer = tokenizer;
    this.skipSpecial = skipSpecial;
  }

  /** The text that this token completes, often empty. */
  public String accept(int id) {
    if (skipSpecial && tokenizer.isSpecial(id)) {
      return "";
    }
    byte[] bytes = tokenizer.bytes(id);
    byte[] all = Arrays.copyOf(pending, pending.length + bytes.length);
    System.arraycopy(bytes, 0, all, pending.length, bytes.length);
    int complete = all.length - Utf8.unfinished(all);
    pending = Arrays.copyOfRange(all, complete, all.length);
    return Utf8.decode(all, 0, complete);
  }

  /** The rest: a replacement character if the last character never became complete. */
  public String finish() {
    String rest = Utf8.decode(pending, 0, pending.length);
    pending = new byte[0];
    return rest;
  }
}
