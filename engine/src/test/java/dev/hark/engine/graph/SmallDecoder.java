package dev.hark.engine.graph;

import ai.onnxruntime.OrtEnvironment;
import dev.hark.engine.Precision;
import dev.hark.model.TextDecoderConfig;
import dev.hark.model.network.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A decoder that compiles in a moment and counts how often it was. */
final class SmallDecoder {
  private static final int FILE_SIZE = 1; // RLIMIT_FSIZE
  private static final int VOCABULARY = 96;
  private static final String EMBEDDING = "model.language_model.embed_tokens";

  private final AtomicInteger builds = new AtomicInteger();
  final NetworkPlan plan =
      new NetworkPlan(
          "small",
          Optional.empty(),
          new TextDecoderConfig(64, 2, 4, 2, 16, 128, VOCABULARY, 128, 1e-6f, 1e6, true),
          EMBEDDING,
          VOCABULARY,
          new Sines());

  /** Values that depend on name and index alone. */
  private final class Sines implements Weights {
    @Override
    public boolean contains(String name) {
      return true;
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      if (name.equals("model.language_model.norm.weight")) {
        builds.incrementAndGet();
      }
      int phase = name.hashCode() % 1000;
      for (int i = 0; i < count; i++) {
        into[i] = (float) Math.sin((from + i) * 0.37 + phase) * 0.2f;
      }
    }
  }

  int builds() {
    return builds.get();
  }

  CompiledNetworks open(Path cache) {
    return CompiledNetworks.open(plan, Precision.F32, cache, 1);
  }

  /** A number that changes if any weight does. */
  int fingerprint(CompiledNetworks compiled) {
    float[] prompt = new float[5 * plan.text().hiddenSize()];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = (float) Math.cos(i);
    }
    try (DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, 1, 1);
        RunControl control = RunControl.create()) {
      return Arrays.hashCode(decoder.extend(0, prompt, new int[] {1, 4}, control));
    }
  }

  /**
   * Opens the networks in the given folder; prints the builds and the fingerprint.
   *
   * @param arguments folder and, if it is not 0, the largest size of a file in bytes
   */
  public static void main(String[] arguments) throws Throwable {
    SmallDecoder decoder = new SmallDecoder();
    long limit = Long.parseLong(arguments[1]);
    if (limit > 0) {
      OrtEnvironment.getEnvironment(); // unpacks a library, which is not to be hindered
      limitFiles(limit);
    }
    try {
      CompiledNetworks compiled = decoder.open(Path.of(arguments[0]));
      System.out.println(decoder.builds() + " " + decoder.fingerprint(compiled));
    } catch (RuntimeException e) {
      System.out.println(e);
    }
  }

  /** Makes writes beyond a size fail, as they do on a full disk. */
  @SuppressWarnings("restricted")
  private static void limitFiles(long bytes) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle setLimit =
        linker.downcallHandle(
            linker.defaultLookup().find("setrlimit").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes, bytes);
      if ((int) setLimit.invokeExact(FILE_SIZE, limits) != 0) {
        throw new IllegalStateException("cannot limit the size of files");
      }
    }
  }
}
