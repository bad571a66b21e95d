package dev.hark.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/**
 * Coverage-guided fuzzing of configurations: {@code JAZZER_FUZZ=1 ./mvnw test -pl model
 * -Dtest=ConfigFuzzTest -Djazzer.hooks=true}. A normal run checks the inputs kept under {@code
 * ConfigFuzzTestInputs} once.
 */
class ConfigFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void onlyModelExceptionsAreThrown(byte[] config) {
    try {
      ExpectedTensors.of(new ConfigFiles(Path.of("fuzz"), config, null, null).parse());
    } catch (ModelException e) {
      // A refusal is a fine answer.
    }
  }
}
