package dev.hark.bench;

import dev.hark.audio.PcmStream;
import dev.hark.audio.Resampler;
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

/** Time to bring 10 seconds of sound to 16 kHz, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResamplerBenchmark {
  private static final int SECONDS = 10;
  private static final int BLOCK = 1 << 15;

  /** Rate of the sound; the last needs interpolated filters. */
  @Param({"8000", "44100", "48000", "192000", "44101"})
  public int sampleRateHz;

  private final float[] out = new float[BLOCK];
  private float[] samples = new float[0];

  /** Makes the sound. */
  @Setup
  public void makeSound() {
    samples = Noise.samples(SECONDS * sampleRateHz);
  }

  /** Block after block, as a stream is read; the making of the filters is part of it. */
  @Benchmark
  public int stream() {
    Resampler resampler = Resampler.create(sampleRateHz, PcmStream.SAMPLE_RATE_HZ);
    int produced = 0;
    for (int at = 0; at < samples.length; at += BLOCK) {
      resampler.accept(samples, at, Math.min(BLOCK, samples.length - at));
      produced += drain(resampler);
    }
    resampler.finish();
    return produced + drain(resampler);
  }

  private int drain(Resampler resampler) {
    int produced = 0;
    for (int n = resampler.read(out, 0, BLOCK); n > 0; n = resampler.read(out, 0, BLOCK)) {
      produced += n;
    }
    return produced;
  }
}
