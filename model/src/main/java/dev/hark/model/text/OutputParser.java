package dev.hark.model.text;

import java.util.Locale;

/**
 * Reads what a recogniser writes, {@code language English<asr_text>Hello.}, into language and text.
 * Source: official Qwen3-ASR output parser.
 */
public final class OutputParser {
  private static final String TEXT_TAG = "<asr_text>";
  private static final String NON_SPEECH_TAG = "<non_speech>";
  private static final String LANGUAGE = "language ";
  private static final String NO_SPEECH = "language none";

  private OutputParser() {}

  /** Parses output for which the model chose the language itself. */
  public static ParsedOutput parse(String raw) {
    String text = cleaned(raw);
    int tag = text.indexOf(TEXT_TAG);
    if (tag < 0) {
      return new ParsedOutput("", text);
    }
    String meta = text.substring(0, tag);
    String spoken = WhiteSpace.strip(text.substring(tag + TEXT_TAG.length()));
    return new ParsedOutput(language(meta), spoken);
  }

  /** Parses output whose language the prompt had set: all of it is text. */
  public static ParsedOutput parse(String raw, String forcedLanguage) {
    String text = cleaned(raw);
    return new ParsedOutput(text.isEmpty() ? "" : forcedLanguage, text);
  }

  /** The text without the mark for sounds that are not speech, which can leak into it. */
  public static String withoutNonSpeech(String text) {
    return text.contains(NON_SPEECH_TAG)
        ? WhiteSpace.strip(text.replace(NON_SPEECH_TAG, ""))
        : text;
  }

  private static String cleaned(String raw) {
    return Repetitions.fix(WhiteSpace.strip(raw));
  }

  private static String language(String meta) {
    if (meta.toLowerCase(Locale.ROOT).contains(NO_SPEECH)) {
      return "";
    }
    for (String line : WhiteSpace.lines(meta)) {
      String stripped = WhiteSpace.strip(line);
      if (stripped.regionMatches(true, 0, LANGUAGE, 0, LANGUAGE.length())) {
        return Language.normalise(stripped.substring(LANGUAGE.length()));
      }
    }
    return "";
  }
}
