package dev.hark.examples;

import dev.hark.audio.AudioSource;
import dev.hark.engine.Alignment;
import dev.hark.engine.ForcedAligner;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;

/** Prints when each word of a known text was spoken: aligner, recording, text, language. */
final class AlignWords {
  private AlignWords() {}

  public static void main(String[] args) {
    Path model = ModelHub.create().resolve(args[0]);
    try (ForcedAligner aligner = ForcedAligner.open(model)) {
      Alignment alignment = aligner.align(AudioSource.of(Path.of(args[1])), args[2], args[3]);
      alignment
          .words()
          .forEach(word ->
              System.out.printf(
                  "%6d ms to %6d ms  %s%n",
                  word.start().toMillis(), word.end().toMillis(), word.text()));
    }
  }
}
