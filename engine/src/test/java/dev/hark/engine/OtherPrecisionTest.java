package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.decode.BatchGenerator;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherPrecisionTest {
  @TempDir private Path cache;

  @Test
  void nothingIsLoadedBeforeItIsNeededAndThenOnce() {
    EngineOptions options = EngineOptions.create().withCacheFolder(cache);
    try (OtherPrecision other = new OtherPrecision(GoldenModels.ASR, options)) {
      assertThat(cache.resolve("compiled")).doesNotExist();
      BatchGenerator generator = other.generator();
      assertThat(other.generator()).isSameAs(generator);
      assertThat(cache.resolve("compiled")).isDirectoryContaining("glob:**/q4-*");
    }
  }

  @Test
  void closingWithoutUseIsFine() {
    OtherPrecision other =
        new OtherPrecision(Path.of("nowhere"), EngineOptions.create().withCacheFolder(cache));
    other.close();
    assertThat(cache).isEmptyDirectory();
  }
}
