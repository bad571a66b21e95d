package dev.hark.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes recordings of many formats with the encoders of the bundled ffmpeg. */
final class Encoder {
  private Encoder() {}

  /** Runs ffmpeg with these arguments; the last is the file to write. */
  static Path encode(List<String> arguments, Path target) {
    List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-loglevel", "error"));
    all.addAll(arguments);
    all.addAll(List.of("-y", "file:" + target));
    try {
      Process process = FfmpegProgram.get().command(all).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("ffmpeg " + arguments + ": " + said);
      }
      return target;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Encodes the speech clip that all format tests use. */
  static Path encodeSpeech(String arguments, Path target) {
    List<String> all = new ArrayList<>(List.of("-i", "file:" + Golden.file("clips/jfk.wav")));
    all.addAll(List.of(arguments.split(" ")));
    return encode(all, target);
  }
}
