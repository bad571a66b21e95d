package dev.hark.audio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Coverage-guided fuzzing of the WAV reader: {@code JAZZER_FUZZ=1 ./mvnw test -pl audio
 * -Dtest=WavFuzzTest -Djazzer.hooks=true}. A normal run checks the inputs kept under {@code
 * WavFuzzTestInputs} once.
 */
class WavFuzzTest {
  private static final AudioLimits LIMITS = AudioLimits.DEFAULT.withMaxDecodedBytes(1 << 20);

  @FuzzTest(maxDuration = "5m")
  void onlyAudioExceptionsAreThrown(byte[] input) throws IOException {
    if (!WavHeader.isWav(input)) {
      return;
    }
    try (RewindableInput in = new RewindableInput(new ByteArrayInputStream(input))) {
      WavHeader header = WavHeader.read(in, "fuzz");
      if (header.coding().isEmpty()) {
        return;
      }
      long available = input.length - in.consumed();
      WavSamples samples =
          new WavSamples(in, header, header.coding().get(), available, "fuzz", LIMITS);
      float[] buffer = new float[100];
      while (samples.read(buffer, 0, buffer.length) >= 0) {
        FullScale.clip(buffer, 0, buffer.length, 1);
      }
    } catch (AudioException e) {
      // A refusal is a fine answer.
    }
  }
}
