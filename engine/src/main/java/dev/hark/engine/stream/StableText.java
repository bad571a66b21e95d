package dev.hark.engine.stream;

import dev.hark.model.text.Language;
import dev.hark.model.text.ParsedOutput;
import java.util.Arrays;
import java.util.Optional;

/** The tokens of a segment that will not change any more, and what they say. */
final class StableText {
  private static final String TEXT_TAG = "<asr_text>";
  private static final String NON_SPEECH_TAG = "<non_speech>";
  private static final char REPLACEMENT = '\ufffd';

  private final StreamModel model;
  private final Optional<Language> language;
  private int[] tokens = {};
  private String stable = "";

  StableText(StreamModel model, Optional<Language> language) {
    this.model = model;
    this.language = language;
  }

  /** The settled tokens, language line included. */
  int[] tokens() {
    return tokens;
  }

  /** What they say; without white space at its ends. */
  String stable() {
    return stable;
  }

  /**
   * Settles the first tokens, or a few less where a character would be cut.
   *
   * @param written output that starts with the settled tokens
   * @param count how many should be settled; fewer than now changes nothing
   */
  void settle(int[] written, int count) {
    for (int end = count; end > tokens.length; end--) {
      int[] first = Arrays.copyOf(written, end);
      String raw = model.text(first);
      if (raw.indexOf(REPLACEMENT, Math.max(0, raw.length() - 1)) < 0 && !endsInMark(raw)) {
        String said = said(raw);
        if (said.startsWith(stable)) {
          tokens = first;
          stable = said;
          return;
        }
      }
    }
  }

  /** What output says whose first tokens are the settled ones; it starts with the stable text. */
  ParsedOutput read(int[] written) {
    String raw = model.text(written);
    ParsedOutput output = model.read(raw, language);
    // Cleaning up repetitions may change what is settled already: then the text stays as it is.
    return output.text().startsWith(stable)
        ? output
        : new ParsedOutput(output.language(), said(raw));
  }

  /** The text of raw output as it was written, which only grows with it. */
  private String said(String raw) {
    int tag = raw.indexOf(TEXT_TAG);
    if (language.isEmpty() && tag < 0) {
      return "";
    }
    String text = language.isPresent() ? raw : raw.substring(tag + TEXT_TAG.length());
    return text.replace(NON_SPEECH_TAG, "").strip();
  }

  /** Whether the text ends within what may become a mark. */
  private static boolean endsInMark(String raw) {
    int start = raw.lastIndexOf('<');
    return start >= 0
        && raw.length() - start < NON_SPEECH_TAG.length()
        && NON_SPEECH_TAG.startsWith(raw.substring(start));
  }
}
