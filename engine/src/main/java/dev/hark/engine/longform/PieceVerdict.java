package dev.hark.engine.longform;

/** Whether the text of a piece can be trusted to be all of it. */
enum PieceVerdict {
  COMPLETE(""),
  EMPTY_ON_SOUND("no text although the audio is not silent"),
  LOOP("endless repetition"),
  BUDGET_EXHAUSTED("token budget used up");

  /** Less sound than this may well hold no word. */
  private static final double LONGEST_WORDLESS_SECONDS = 1;

  private final String reason;

  PieceVerdict(String reason) {
    this.reason = reason;
  }

  /** What went wrong, for {@link dev.hark.engine.Span#reason}. */
  String reason() {
    return reason;
  }

  static PieceVerdict of(PieceText text, SpeechActivity activity) {
    return switch (text.stop()) {
      case LOOP -> LOOP;
      case BUDGET -> BUDGET_EXHAUSTED;
      case END ->
          text.text().isBlank() && activity.activeSeconds() >= LONGEST_WORDLESS_SECONDS
              ? EMPTY_ON_SOUND
              : COMPLETE;
    };
  }
}
