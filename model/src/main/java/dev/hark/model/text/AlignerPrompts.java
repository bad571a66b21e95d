package dev.hark.model.text;

import dev.hark.model.AlignerConfig;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a forced aligner reads: the audio, then the words, each with two slots behind it, one for
 * when it begins and one for when it ends. Model spec section 9.2.
 */
public final class AlignerPrompts {
  private final Tokenizer tokenizer;
  private final AlignerConfig config;

  /**
   * A word.
   *
   * @param ids its tokens
   * @param timed whether it has slots
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SpokenWord(int[] ids, boolean timed) {}

  /** Prompts of one checkpoint. */
  public AlignerPrompts(Tokenizer tokenizer, AlignerConfig config) {
    this.tokenizer = tokenizer;
    this.config = config;
  }

  /** The ids of a word, which stands alone between slots. */
  public int[] wordIds(String word) {
    return tokenizer.encodePlain(word);
  }

  /** The prompt for so many audio tokens; without words one pair of slots remains. */
  public Prompt prompt(int audioTokens, List<SpokenWord> words) {
    int slot = config.timestampTokenId();
    IntStream text =
        words.isEmpty()
            ? IntStream.of(slot, slot)
            : words.stream()
                .flatMapToInt(word ->
                    word.timed()
                        ? IntStream.concat(IntStream.of(word.ids()), IntStream.of(slot, slot))
                        : IntStream.of(word.ids()));
    return new Prompt(
        new int[] {config.audioStartTokenId()},
        config.audioTokenId(),
        audioTokens,
        IntStream.concat(IntStream.of(config.audioEndTokenId()), text).toArray());
  }

  /** Positions of the slots in a prompt's ids. */
  public int[] slots(int[] ids) {
    return IntStream.range(0, ids.length)
        .filter(i -> ids[i] == config.timestampTokenId())
        .toArray();
  }

  /** Whether an aligner reads this code point: an apostrophe, a letter or a number. */
  public static boolean isRead(int codePoint) {
    if (codePoint == '\'') {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }
}
