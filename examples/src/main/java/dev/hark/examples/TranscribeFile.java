package dev.hark.examples;

import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import java.nio.file.Path;

/** Prints what is said in a recording: model folder, recording. */
final class TranscribeFile {
  private TranscribeFile() {}

  public static void main(String[] args) {
    try (var hark = Transcriber.open(Path.of(args[0]))) {
      Transcription result = hark.transcribe(Path.of(args[1]));
      System.out.println(result.language() + ": " + result.text());
      result.segments().forEach(s -> System.out.println(s.start() + " " + s.text()));
    }
  }
}
