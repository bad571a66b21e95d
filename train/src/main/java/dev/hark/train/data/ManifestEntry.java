package dev.hark.train.data;

import java.nio.file.Path;
import java.util.List;

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
 */
public record ManifestEntry(
    String where,
    Path audio,
    String language,
    String text,
    String prompt,
    List<TimedWord> words,
    String voice,
    String splice) {
  /** The answer of a model in the official format. */
  public String answer() {
    return answer(language, text);
  }

  static String answer(String language, String text) {
    return "language " + language + "<asr_text>" + text;
  }
}
