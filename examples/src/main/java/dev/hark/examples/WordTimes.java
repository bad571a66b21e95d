package dev.hark.examples;

import dev.hark.audio.AudioSource;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Segment;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import java.nio.file.Path;

/** Prints when each word is said: model folder, aligner folder, recording, language. */
final class WordTimes {
  private WordTimes() {}

  public static void main(String[] args) {
    try (var hark = Transcriber.open(Path.of(args[0]));
        var aligner = ForcedAligner.open(Path.of(args[1]))) {
      var options =
          TranscribeOptions.create()
              .withLanguage(args[3])
              .withWordTimestamps(aligner)
              .onSegment(WordTimes::print);
      hark.transcribe(AudioSource.of(Path.of(args[2])), options);
    }
  }

  private static void print(Segment segment) {
    segment.words().forEach(word -> System.out.println(word.start() + " " + word.text()));
  }
}
