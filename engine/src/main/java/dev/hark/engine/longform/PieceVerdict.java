package dev.hark.engine.longform;

import java.util.Locale;

/** Whether the text of a piece can be trusted to be all of it, and nothing else. */
enum PieceVerdict {
  COMPLETE(""),
  EMPTY_ON_SOUND("no text although the audio is not silent"),
  CONTEXT_ECHO("the context was echoed"),
  LOOP("endless repetition"),
  BUDGET_EXHAUSTED("token budget used up");

  /** Less sound than this may well hold no word. */
  private static final double LONGEST_WORDLESS_SECONDS = 1;

  /** Someone may well say as much as this of what stands in the context. */
  private static final int LONGEST_QUOTE = 20;

  private final String reason;

  PieceVerdict(String reason) {
    this.reason = reason;
  }

  /** What went wrong, for {@link dev.hark.engine.Span#reason}. */
  String reason() {
    return reason;
  }

  /**
   * Judges an attempt.
   *
   * @param context the context that was in its prompt, empty for none
   */
  static PieceVerdict of(PieceText text, SpeechActivity activity, String context) {
    boolean wordless = activity.activeSeconds() < LONGEST_WORDLESS_SECONDS;
    return switch (text.stop()) {
      case LOOP -> LOOP;
      case BUDGET -> BUDGET_EXHAUSTED;
      case END -> {
        if (text.text().isBlank()) {
          yield wordless ? COMPLETE : EMPTY_ON_SOUND;
        }
        yield echoes(letters(text.text()), letters(context), wordless) ? CONTEXT_ECHO : COMPLETE;
      }
    };
  }

  /**
   * Whether a text is taken from the context rather than heard: any part of it on audio without
   * speech, else at least half of it.
   */
  private static boolean echoes(String text, String context, boolean wordless) {
    return !text.isEmpty()
        && context.contains(text)
        && (wordless || text.length() > Math.max(LONGEST_QUOTE, context.length() / 2));
  }

  /** The letters and digits alone, so that punctuation and case do not matter. */
  static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
