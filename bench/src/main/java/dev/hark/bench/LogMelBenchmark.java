package dev.hark.bench;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.audio.PcmStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** Time for the log-mel features of one clip, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogMelBenchmark {
  /** Length of the clip. */
  @Param({"1", "30"})
  public int seconds;

  private final LogMel logMel = LogMel.create();
  private float[] samples = new float[0];

  /** Makes the clip. */
  @Setup
  public void makeClip() {
    samples = Noise.samples(seconds * PcmStream.SAMPLE_RATE_HZ);
  }

  /** All features of the clip. */
  @Benchmark
  public MelSpectrogram compute() {
    return logMel.compute(samples);
  }
}
