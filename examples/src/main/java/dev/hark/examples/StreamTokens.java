package dev.hark.examples;

import dev.hark.audio.AudioSource;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;

/** Prints text while it is generated, word for word: model, recording. */
final class StreamTokens {
  private StreamTokens() {}

  public static void main(String[] args) {
    Path model = ModelHub.create().resolve(args[0]);
    TranscribeOptions options =
        TranscribeOptions.create()
            .onText(text -> {
              System.out.print(text);
              System.out.flush();
            });
    try (Transcriber transcriber = Transcriber.open(model)) {
      transcriber.transcribe(AudioSource.of(Path.of(args[1])), options);
      System.out.println();
    }
  }
}
