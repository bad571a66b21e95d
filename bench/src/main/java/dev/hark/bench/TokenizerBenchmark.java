package dev.hark.bench;

import dev.hark.model.tokenizer.Tokenizer;
import java.nio.file.Path;
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

/**
 * Time to open the published tokenizer, and to turn about a million characters into tokens and
 * back, on one core. Run from the root of the repository, or set {@code hark.golden}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {
  private static final Path FILES =
      Path.of(System.getProperty("hark.golden", "golden"), "tokenizer");

  /** What the text is made of. */
  @Param({"English", "Chinese", "OneLetter"})
  public String kind = "English";

  private final Tokenizer tokenizer = Tokenizer.open(FILES);
  private String text = "";
  private int[] ids = {};

  /** Repeats a sample of the kind. */
  @Setup
  public void makeText() {
    String sample =
        switch (kind) {
          case "English" ->
              "And so, my fellow Americans, ask not what your country can do for you. ";
          case "Chinese" -> "甚至出现交易几乎停滞的情况。今天天气很好，我们一起去公园散步吧。";
          default -> "a";
        };
    text = sample.repeat(1_000_000 / sample.length());
    ids = tokenizer.encode(text);
  }

  /** Reads vocabulary and merges. */
  @Benchmark
  public Tokenizer open() {
    return Tokenizer.open(FILES);
  }

  /** Text to tokens. */
  @Benchmark
  public int[] encode() {
    return tokenizer.encode(text);
  }

  /** Tokens to text. */
  @Benchmark
  public String decode() {
    return tokenizer.decode(ids, true);
  }
}
