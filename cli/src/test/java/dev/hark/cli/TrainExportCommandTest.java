package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelFolder;
import dev.hark.model.network.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainExportCommandTest {
  @TempDir private Path folder;

  @Test
  void theMeanOfModelsIsThatOfEachWeight() throws IOException {
    Path out = folder.resolve("mean");
    try (Checkpoint model = Checkpoint.open(GoldenModels.ASR)) {
      Path halved = folder.resolve("halved");
      ModelFolder.write(halved, GoldenModels.ASR, new Halved(model), DataType.F32);
      Cli.Run run =
          Cli.run(
              "train",
              "export",
              GoldenModels.ASR.toString(),
              "--average",
              halved.toString(),
              "--type",
              "f32",
              "-o",
              out.toString());
      assertThat(run).isEqualTo(new Cli.Run(ExitCode.OK, "", ""));
      try (Checkpoint mean = Checkpoint.open(out)) {
        mean.validate();
        for (String name : mean.config().tensorShapes().keySet()) {
          int size = (int) model.tensor(name).elements();
          float[] expected = model.read(name, size);
          for (int i = 0; i < size; i++) {
            expected[i] *= 0.75f;
          }
          assertThat(Arrays.equals(mean.read(name, size), expected)).as(name).isTrue();
        }
      }
    }
  }

  @Test
  void modelsOfAnotherShapeAreRefused() {
    Cli.Run run =
        Cli.run(
            "train",
            "export",
            GoldenModels.ASR.toString(),
            "--average",
            GoldenModels.QWEN3.toString(),
            "-o",
            folder.resolve("mean").toString());
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errLines()).singleElement().asString().contains("has shape", "wanted [");
    assertThat(folder).isEmptyDirectory();
  }

  /** Half of each weight of a model. */
  private record Halved(Weights model) implements Weights {
    @Override
    public boolean contains(String name) {
      return model.contains(name);
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      model.read(name, from, into, count);
      for (int i = 0; i < count; i++) {
        into[i] *= 0.5f;
      }
    }
  }
}
