package dev.hark.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Coverage-guided fuzzing of safetensors headers: {@code JAZZER_FUZZ=1 ./mvnw test -pl model
 * -Dtest=SafetensorsFuzzTest -Djazzer.hooks=true}. A normal run checks the inputs kept under {@code
 * SafetensorsFuzzTestInputs} once.
 */
class SafetensorsFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void onlyModelExceptionsAreThrown(byte[] file) {
    if (file.length < Long.BYTES) {
      return;
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > file.length - Long.BYTES) {
      return;
    }
    int end = Long.BYTES + (int) length;
    try {
      SafetensorsHeader.parse("fuzz", Arrays.copyOfRange(file, Long.BYTES, end), file.length - end);
    } catch (ModelException e) {
      // A refusal is a fine answer.
    }
  }
}
