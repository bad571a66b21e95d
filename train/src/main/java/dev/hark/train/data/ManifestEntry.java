package dev.hark.train.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A line of a manifest.
 *
 * @param where manifest and line, for messages
 * @param audio the recording
 * @param language what is spoken, such as "English", or "None" for no speech
 * @param text what is said; empty for no speech
 * @param prompt what the system turn of the prompt says; mostly empty
 * @param words when each word is said; empty if not known
 * @param voice who speaks; empty if not known
 * @param splice recordings of the same name here may be joined to longer ones; empty for none
 * @param style how or by whom it is said; empty if not known
 * @param speech where somebody speaks, if the manifest says so
 */
public record ManifestEntry(
    String where,
    Path audio,
    String language,
    String text,
    String prompt,
    List<TimedWord> words,
    String voice,
    String splice,
    String style,
    Optional<SpeechSpans> speech) {
  /** An entry of which no style and no spans of speech are given. */
  public ManifestEntry(
      String where,
      Path audio,
      String language,
      String text,
      String prompt,
      List<TimedWord> words,
      String voice,
      String splice) {
    this(where, audio, language, text, prompt, words, voice, splice, "", Optional.empty());
  }

  /** The answer of a model in the official format. */
  public String answer() {
    return answer(language, text);
  }

  /**
   * Where somebody speaks: as the manifest says, nowhere in a recording without a language, else
   * where the words are, else by its level, which is right for clean recordings.
   *
   * @param samples of this recording
   */
  public SpeechSpans speechIn(float[] samples) {
    if (speech.isPresent()) {
      return speech.get();
    }
    if (language.equals("None")) {
      return SpeechSpans.NONE;
    }
    return words.isEmpty() ? SpeechLevel.find(samples) : SpeechSpans.ofWords(words);
  }

  static String answer(String language, String text) {
    return "language " + language + "<asr_text>" + text;
  }
}
