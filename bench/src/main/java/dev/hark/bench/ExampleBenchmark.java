package dev.hark.bench;

import dev.hark.audio.PcmStream;
import dev.hark.audio.Wav;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time for one example of 10 s to train on, from a clip that is decoded already, on one core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExampleBenchmark {
  private static final int SECONDS = 10;

  /** Whether the clip is changed in the usual ways. */
  @Param({"false", "true"})
  public boolean augment;

  private Optional<DataMixture> mixture = Optional.empty();
  private Optional<Path> folder = Optional.empty();
  private long index;

  /** Makes the clip and its manifest. */
  @Setup
  public void makeClip() throws IOException {
    Path made = Files.createTempDirectory("hark-bench");
    folder = Optional.of(made);
    Wav.write(made.resolve("clip.wav"), Noise.samples(SECONDS * PcmStream.SAMPLE_RATE_HZ));
    Path manifest = made.resolve("manifest.jsonl");
    Files.writeString(
        manifest, "{\"audio\": \"clip.wav\", \"text\": \"language English<asr_text>one\"}");
    mixture =
        Optional.of(
            DataMixture.open(
                List.of(new WeightedManifest(manifest, 1)),
                MixtureSettings.STANDARD.withAugmentShare(augment ? 1 : 0).withJoinProbability(0),
                problem -> {}));
  }

  /** The next example. */
  @Benchmark
  public Example example() {
    index++;
    return mixture.orElseThrow().example(index, new SplittableRandom(index));
  }

  /** Deletes the clip. */
  @TearDown
  public void deleteClip() throws IOException {
    Path made = folder.orElseThrow();
    Files.delete(made.resolve("clip.wav"));
    Files.delete(made.resolve("manifest.jsonl"));
    Files.delete(made);
  }
}
