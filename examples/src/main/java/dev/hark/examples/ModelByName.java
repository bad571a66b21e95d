package dev.hark.examples;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.Transcriber;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;

/** Finds a model by its name, downloading it at the first use: name, recording. */
final class ModelByName {
  private ModelByName() {}

  public static void main(String[] args) {
    Path folder = ModelHub.create().resolve(args[0]);
    EngineOptions options = EngineOptions.create().withPrecision(Precision.Q4).withBatchSize(2);
    try (var hark = Transcriber.open(folder, options)) {
      System.out.println(hark.transcribe(Path.of(args[1])).text());
    }
  }
}
