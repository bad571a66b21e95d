package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.graph.EncoderSchedule.Task;
import dev.hark.engine.graph.EncoderSchedule.Windows;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The audio encoder at work. Chunks of a second in the stem and windows of eight seconds in the
 * transformer are independent of one another, so two threads take them in turn ({@link
 * EncoderSchedule}), which scales better than splitting every operation. A window shorter than the
 * others runs by itself: no padding is ever attended to. Callers take turns.
 */
public final class EncoderNetwork implements AutoCloseable {
  private static final int CHUNK_FRAMES = AudioEncoder.CHUNK_FRAMES;
  private static final int CHUNK_TOKENS = AudioEncoder.CHUNK_TOKENS;

  private final AudioEncoderConfig config;
  private final OnnxSession stem;
  private final OnnxSession transformer;
  private final TwoAtOnce runs;
  private final int windowsAtOnce;
  private final ReentrantLock turn = new ReentrantLock();

  private EncoderNetwork(
      AudioEncoderConfig config,
      OnnxSession stem,
      OnnxSession transformer,
      TwoAtOnce runs,
      int windowsAtOnce) {
    this.config = config;
    this.stem = stem;
    this.transformer = transformer;
    this.runs = runs;
    this.windowsAtOnce = windowsAtOnce;
  }

  /** Loads the encoder of a compiled model. */
  public static EncoderNetwork open(NetworkPlan plan, CompiledNetworks compiled, int threads) {
    return open(plan, compiled, threads, 1);
  }

  static EncoderNetwork open(
      NetworkPlan plan, CompiledNetworks compiled, int threads, int windowsAtOnce) {
    AudioEncoderConfig config =
        plan.audio()
            .orElseThrow(() -> new IllegalArgumentException("this model has no audio encoder"));
    // One of the threads is the second caller, so the sessions have one less.
    int perRun = Math.max(1, threads - 1);
    OnnxSession stem = compiled.stem(perRun);
    try {
      OnnxSession transformer = compiled.encoder(perRun);
      return new EncoderNetwork(
          config, stem, transformer, TwoAtOnce.start(threads > 1), windowsAtOnce);
    } catch (RuntimeException e) {
      stem.close();
      throw e;
    }
  }

  /** Mel frames of a full window, which is encoded by itself. */
  public int windowFrames() {
    return config.windowFrames();
  }

  /**
   * Encodes a clip.
   *
   * @return audio embeddings {@code [tokens, outputSize]}
   */
  public float[] encode(MelSpectrogram mel, RunControl control) {
    return encode(mel, Optional.empty(), control);
  }

  /**
   * Encodes a clip that grows.
   *
   * @param known full chunks of what the clip was before, brought up to date
   * @return audio embeddings {@code [tokens, outputSize]}
   */
  public float[] encode(MelSpectrogram mel, KnownChunks known, RunControl control) {
    return encode(mel, Optional.of(known), control);
  }

  private float[] encode(MelSpectrogram mel, Optional<KnownChunks> known, RunControl control) {
    turn.lock();
    try {
      return encodeAlone(mel, known, control);
    } finally {
      turn.unlock();
    }
  }

  private float[] encodeAlone(MelSpectrogram mel, Optional<KnownChunks> known, RunControl control) {
    int tokens = AudioEncoder.tokens(mel.frames());
    int chunks = (mel.frames() + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
    // Only the last chunk can have surplus tokens, at the end.
    FloatBuffer stems = // [chunks * 13, width]
        OnnxSession.floats(chunks * CHUNK_TOKENS * config.width());
    float[] embeddings = new float[tokens * config.outputSize()]; // [tokens, outputSize]
    List<Windows> windows =
        EncoderSchedule.windows(
            chunks, tokens, config.windowFrames() / CHUNK_FRAMES, windowsAtOnce);
    List<Task> order = EncoderSchedule.order(windows);
    List<CompletableFuture<Void>> done =
        Stream.generate(CompletableFuture<Void>::new).limit(chunks).toList();
    runs.forEach(
        order.size(),
        index -> {
          switch (order.get(index)) {
            case Task.Stem(int chunk) -> {
              try {
                stem(mel, chunk, known, stems, control);
              } finally {
                // A failure ends all work, so nobody uses what is missing.
                done.get(chunk).complete(null);
              }
            }
            case Task.Transform(Windows run) -> {
              // Whoever has begun a chunk that is missing is the other thread.
              done.subList(run.firstChunk(), run.firstChunk() + run.chunks())
                  .forEach(CompletableFuture::join);
              transform(stems, run, embeddings, control);
            }
          }
        });
    known.ifPresent(chunksBefore -> keep(mel, stems, chunksBefore));
    return embeddings;
  }

  private void keep(MelSpectrogram mel, FloatBuffer stems, KnownChunks known) {
    for (int chunk = 0; chunk < mel.frames() / CHUNK_FRAMES; chunk++) {
      float[] features = chunk(mel, chunk);
      if (!known.knows(chunk, features)) {
        float[] tokens = new float[chunkFloats()]; // [13, width]
        stems.get(chunk * chunkFloats(), tokens);
        known.keep(chunk, features, tokens);
      }
    }
  }

  private int chunkFloats() {
    return CHUNK_TOKENS * config.width();
  }

  private void stem(
      MelSpectrogram mel,
      int chunk,
      Optional<KnownChunks> known,
      FloatBuffer stems,
      RunControl control) {
    float[] features = chunk(mel, chunk);
    if (known.isPresent() && known.get().knows(chunk, features)) {
      stems.put(chunk * chunkFloats(), known.get().tokens(chunk));
      return;
    }
    FloatBuffer values = OnnxSession.floats(features.length).put(0, features);
    try (OnnxTensor input = OnnxSession.tensor(values, 1, 1, config.melBins(), CHUNK_FRAMES);
        OrtSession.Result result =
            stem.run(Map.of(EncoderGraph.MEL, input), Set.of(EncoderGraph.CHUNK_TOKENS), control)) {
      FloatBuffer tokens = OnnxSession.floats(result, EncoderGraph.CHUNK_TOKENS);
      stems.put(chunk * chunkFloats(), tokens, 0, chunkFloats());
    }
  }

  /** Mel frames of a chunk, padded with zeros: {@code [mels, 100]}. */
  private float[] chunk(MelSpectrogram mel, int chunk) {
    float[] features = new float[config.melBins() * CHUNK_FRAMES]; // [mels, 100]
    int start = chunk * CHUNK_FRAMES;
    int length = Math.min(CHUNK_FRAMES, mel.frames() - start);
    for (int band = 0; band < config.melBins(); band++) {
      System.arraycopy(
          mel.values(), band * mel.frames() + start, features, band * CHUNK_FRAMES, length);
    }
    return features;
  }

  private void transform(FloatBuffer stems, Windows windows, float[] into, RunControl control) {
    int first = windows.firstToken();
    int count = windows.count() * windows.tokens();
    FloatBuffer tokens = stems.slice(first * config.width(), count * config.width());
    try (OnnxTensor input =
            OnnxSession.tensor(tokens, windows.count(), windows.tokens(), config.width());
        OrtSession.Result result =
            transformer.run(
                Map.of(EncoderGraph.WINDOW_TOKENS, input), Set.of(EncoderGraph.AUDIO), control)) {
      OnnxSession.floats(result, EncoderGraph.AUDIO)
          .get(into, first * config.outputSize(), count * config.outputSize());
    }
  }

  @Override
  public void close() {
    runs.close();
    stem.close();
    transformer.close();
  }
}
