package dev.hark.cli;

import ai.onnxruntime.OrtEnvironment;
import dev.hark.audio.AudioException;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Looks whether what is not Java runs here. */
final class Libraries {
  private static final int SAMPLES = 1600;
  private static final int AU_HEADER_BYTES = 24;
  private static final int AU_16_BITS = 3;

  private Libraries() {}

  static Finding onnxRuntime() {
    try {
      return Finding.ok("ONNX Runtime", OrtEnvironment.getEnvironment().getVersion());
    } catch (RuntimeException | LinkageError e) {
      return Finding.bad("ONNX Runtime", "cannot be loaded: " + Failures.reason(e));
    }
  }

  /** Has a tenth of a second decoded that only ffmpeg can read. */
  static Finding decoder() {
    ByteBuffer file = ByteBuffer.allocate(AU_HEADER_BYTES + 2 * SAMPLES);
    file.put(".snd".getBytes(StandardCharsets.US_ASCII));
    file.putInt(AU_HEADER_BYTES).putInt(2 * SAMPLES).putInt(AU_16_BITS).putInt(16_000).putInt(1);
    long start = System.nanoTime();
    try {
      int samples =
          AudioReader.create().readAll(AudioSource.of(file.array(), "test recording")).length;
      long millis = (System.nanoTime() - start) / 1_000_000;
      return samples == SAMPLES
          ? Finding.ok("ffmpeg", "decodes, in %d ms".formatted(millis))
          : Finding.bad("ffmpeg", "gave %d samples instead of %d".formatted(samples, SAMPLES));
    } catch (AudioException e) {
      return e.kind() == AudioException.Kind.NO_DECODER
          ? Finding.warn("ffmpeg", Failures.reason(e))
          : Finding.bad("ffmpeg", Failures.reason(e));
    }
  }
}
