package dev.hark.examples;

import dev.hark.audio.AudioException;
import dev.hark.engine.Transcriber;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.model.hub.ModelHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes subtitles beside every recording of a folder and names what is none: model, folder. */
final class BatchFolder {
  private BatchFolder() {}

  public static void main(String[] args) throws IOException {
    Path model = ModelHub.create().resolve(args[0]);
    List<Path> files;
    try (Stream<Path> found = Files.list(Path.of(args[1]))) {
      files = found.filter(file -> !file.toString().endsWith(".srt")).sorted().toList();
    }
    try (Transcriber transcriber = Transcriber.open(model)) {
      for (Path file : files) {
        try {
          String subtitles = TranscriptFormat.SRT.format(transcriber.transcribe(file));
          Files.writeString(file.resolveSibling(file.getFileName() + ".srt"), subtitles);
        } catch (AudioException e) {
          System.err.println(e.getMessage());
        }
      }
    }
  }
}
