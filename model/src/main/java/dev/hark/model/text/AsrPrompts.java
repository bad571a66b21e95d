package dev.hark.model.text;

import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.Optional;

/**
 * Writes the prompts of a recogniser:
 *
 * <pre>{@code
 * <|im_start|>system
 * {context}<|im_end|>
 * <|im_start|>user
 * <|audio_start|><|audio_pad|>...<|audio_end|><|im_end|>
 * <|im_start|>assistant
 * language {language}<asr_text>
 * }</pre>
 *
 * The system turn is there even if empty; the last line only if the language is forced. Source:
 * Qwen3-ASR technical report, "Prompt".
 */
public final class AsrPrompts {
  private final Tokenizer tokenizer;
  private final AsrConfig config;

  /**
   * Prompts of one model.
   *
   * @throws ModelException if the tokenizer lacks a token of the prompt or has it elsewhere than
   *     the configuration says
   */
  public AsrPrompts(Tokenizer tokenizer, AsrConfig config) {
    this.tokenizer = tokenizer;
    this.config = config;
    check("<|audio_start|>", config.audioStartTokenId());
    check("<|audio_pad|>", config.audioTokenId());
    check("<|audio_end|>", config.audioEndTokenId());
    for (String token : new String[] {"<|im_start|>", "<|im_end|>", "<asr_text>"}) {
      if (tokenizer.id(token).isEmpty()) {
        throw new ModelException(
            "the tokenizer has no token %s, wanted the tokenizer of a Qwen3-ASR model"
                .formatted(token));
      }
    }
  }

  private void check(String token, int id) {
    int found = tokenizer.id(token).orElse(-1);
    if (found != id) {
      throw new ModelException(
          "token %s has id %d in the tokenizer and %d in config.json; the files do not belong together"
              .formatted(token, found, id));
    }
  }

  /**
   * The prompt for one piece of audio.
   *
   * @param context what may help to recognise, such as names; anything like a control token is
   *     removed and the rest read as plain text
   * @param language language to write, or empty to let the model find it
   * @param audioTokens number of audio tokens
   */
  public Prompt prompt(String context, Optional<Language> language, int audioTokens) {
    return prompt(context, language, audioTokens, "");
  }

  /**
   * The prompt for audio of which a beginning is written already.
   *
   * @param written output of the model that it shall continue, with its language line unless the
   *     language is forced
   */
  public Prompt prompt(
      String context, Optional<Language> language, int audioTokens, String written) {
    int[] system = tokenizer.encodePlain("system\n" + Context.sanitised(context));
    return prompt(system, language, audioTokens, written);
  }

  /** The prompt with the context exactly as given, control tokens included. */
  Prompt verbatim(String context, Optional<Language> language, int audioTokens, String written) {
    return prompt(tokenizer.encode("system\n" + context), language, audioTokens, written);
  }

  private Prompt prompt(
      int[] system, Optional<Language> language, int audioTokens, String written) {
    String forced = language.map(AsrPrompts::line).orElse("");
    int[] start = tokenizer.encode("<|im_start|>");
    int[] user = tokenizer.encode("<|im_end|>\n<|im_start|>user\n<|audio_start|>");
    int[] assistant =
        tokenizer.encode("<|audio_end|><|im_end|>\n<|im_start|>assistant\n" + forced + written);
    return new Prompt(joined(start, system, user), config.audioTokenId(), audioTokens, assistant);
  }

  /** Ids of the line by which the model says that it writes in a language. */
  public int[] languageLine(Language language) {
    return tokenizer.encode(line(language));
  }

  private static String line(Language language) {
    return "language " + language.englishName() + "<asr_text>";
  }

  private static int[] joined(int[]... parts) {
    return java.util.Arrays.stream(parts).flatMapToInt(java.util.Arrays::stream).toArray();
  }
}
