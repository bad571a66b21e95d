package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The audio encoder at work. Chunks of a second in the stem and windows of eight seconds in the
 * transformer are independent of one another, so two threads take them in turn, which scales better
 * than splitting every operation. A window shorter than the others runs by itself: no padding is
 * ever attended to. Callers take turns.
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
    turn.lock();
    try {
      return encodeAlone(mel, control);
    } finally {
      turn.unlock();
    }
  }

  private float[] encodeAlone(MelSpectrogram mel, RunControl control) {
    int tokens = AudioEncoder.tokens(mel.frames());
    FloatBuffer stems = stems(mel, control); // [chunks * 13, width], the first are the tokens
    float[] embeddings = new float[tokens * config.outputSize()]; // [tokens, outputSize]
    int windowTokens = config.windowFrames() / CHUNK_FRAMES * CHUNK_TOKENS;
    int fullWindows = tokens / windowTokens;
    int rest = tokens - fullWindows * windowTokens;
    int fullRuns = (fullWindows + windowsAtOnce - 1) / windowsAtOnce;
    runs.forEach(
        fullRuns + (rest > 0 ? 1 : 0),
        run -> {
          if (run == fullRuns) {
            transform(stems, fullWindows * windowTokens, 1, rest, embeddings, control);
          } else {
            int window = run * windowsAtOnce;
            int windows = Math.min(windowsAtOnce, fullWindows - window);
            transform(stems, window * windowTokens, windows, windowTokens, embeddings, control);
          }
        });
    return embeddings;
  }

  /** Tokens of all chunks; only the last chunk can have surplus ones, at the end. */
  private FloatBuffer stems(MelSpectrogram mel, RunControl control) {
    int chunks = (mel.frames() + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
    FloatBuffer stems = OnnxSession.floats(chunks * CHUNK_TOKENS * config.width());
    int chunkFloats = CHUNK_TOKENS * config.width();
    runs.forEach(
        chunks,
        chunk -> {
          try (OnnxTensor input =
                  OnnxSession.tensor(chunk(mel, chunk), 1, 1, config.melBins(), CHUNK_FRAMES);
              OrtSession.Result result =
                  stem.run(
                      Map.of(EncoderGraph.MEL, input),
                      Set.of(EncoderGraph.CHUNK_TOKENS),
                      control)) {
            FloatBuffer tokens = OnnxSession.floats(result, EncoderGraph.CHUNK_TOKENS);
            stems.put(chunk * chunkFloats, tokens, 0, chunkFloats);
          }
        });
    return stems;
  }

  /** Mel frames of a chunk, padded with zeros: {@code [1, 1, mels, 100]}. */
  private FloatBuffer chunk(MelSpectrogram mel, int chunk) {
    int mels = config.melBins();
    FloatBuffer input = OnnxSession.floats(mels * CHUNK_FRAMES);
    int start = chunk * CHUNK_FRAMES;
    int length = Math.min(CHUNK_FRAMES, mel.frames() - start);
    for (int band = 0; band < mels; band++) {
      input.put(band * CHUNK_FRAMES, mel.values(), band * mel.frames() + start, length);
    }
    return input;
  }

  private void transform(
      FloatBuffer stems,
      int firstToken,
      int windows,
      int windowTokens,
      float[] into,
      RunControl control) {
    int count = windows * windowTokens;
    FloatBuffer tokens = stems.slice(firstToken * config.width(), count * config.width());
    try (OnnxTensor input = OnnxSession.tensor(tokens, windows, windowTokens, config.width());
        OrtSession.Result result =
            transformer.run(
                Map.of(EncoderGraph.WINDOW_TOKENS, input), Set.of(EncoderGraph.AUDIO), control)) {
      OnnxSession.floats(result, EncoderGraph.AUDIO)
          .get(into, firstToken * config.outputSize(), count * config.outputSize());
    }
  }

  @Override
  public void close() {
    runs.close();
    stem.close();
    transformer.close();
  }
}
