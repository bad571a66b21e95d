package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * The audio encoder at work. Windows of eight seconds are independent of one another, so full ones
 * run a few at a time and the rest by itself: no padding is ever attended to. One thread at a time.
 */
public final class EncoderNetwork implements AutoCloseable {
  private static final int CHUNK_FRAMES = AudioEncoder.CHUNK_FRAMES;
  private static final int CHUNK_TOKENS = AudioEncoder.CHUNK_TOKENS;

  /** Chunks in the stem at once: enough for full speed, few enough to stay in the caches. */
  private static final int CHUNKS_AT_ONCE = 2;

  private final AudioEncoderConfig config;
  private final OnnxSession stem;
  private final OnnxSession transformer;
  private final int windowsAtOnce;

  private EncoderNetwork(
      AudioEncoderConfig config, OnnxSession stem, OnnxSession transformer, int windowsAtOnce) {
    this.config = config;
    this.stem = stem;
    this.transformer = transformer;
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
    OnnxSession stem = compiled.stem(threads);
    try {
      return new EncoderNetwork(config, stem, compiled.encoder(threads), windowsAtOnce);
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
    int tokens = AudioEncoder.tokens(mel.frames());
    FloatBuffer stems = stems(mel, control); // [chunks * 13, width], the first are the tokens
    float[] embeddings = new float[tokens * config.outputSize()]; // [tokens, outputSize]
    int windowTokens = config.windowFrames() / CHUNK_FRAMES * CHUNK_TOKENS;
    int fullWindows = tokens / windowTokens;
    int window = 0;
    while (window < fullWindows) {
      int windows = Math.min(windowsAtOnce, fullWindows - window);
      transform(stems, window * windowTokens, windows, windowTokens, embeddings, control);
      window += windows;
    }
    int rest = tokens - fullWindows * windowTokens;
    if (rest > 0) {
      transform(stems, fullWindows * windowTokens, 1, rest, embeddings, control);
    }
    return embeddings;
  }

  /** Tokens of all chunks; only the last chunk can have surplus ones, at the end. */
  private FloatBuffer stems(MelSpectrogram mel, RunControl control) {
    int chunks = (mel.frames() + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
    FloatBuffer stems = floats(chunks * CHUNK_TOKENS * config.width());
    for (int chunk = 0; chunk < chunks; chunk += CHUNKS_AT_ONCE) {
      int count = Math.min(CHUNKS_AT_ONCE, chunks - chunk);
      try (OnnxTensor input =
              OnnxSession.tensor(
                  chunks(mel, chunk, count), count, 1, config.melBins(), CHUNK_FRAMES);
          OrtSession.Result result =
              stem.run(
                  Map.of(EncoderGraph.MEL, input), Set.of(EncoderGraph.CHUNK_TOKENS), control)) {
        stems.put(OnnxSession.floats(result, EncoderGraph.CHUNK_TOKENS));
      }
    }
    return stems.flip();
  }

  /** Mel frames of chunks, the last padded with zeros: {@code [count, 1, mels, 100]}. */
  private FloatBuffer chunks(MelSpectrogram mel, int first, int count) {
    int mels = config.melBins();
    FloatBuffer input = floats(count * mels * CHUNK_FRAMES);
    for (int chunk = 0; chunk < count; chunk++) {
      int start = (first + chunk) * CHUNK_FRAMES;
      int length = Math.min(CHUNK_FRAMES, mel.frames() - start);
      for (int band = 0; band < mels; band++) {
        int at = (chunk * mels + band) * CHUNK_FRAMES;
        input.put(at, mel.values(), band * mel.frames() + start, length);
      }
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

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    stem.close();
    transformer.close();
  }
}
