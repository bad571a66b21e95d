package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;

/**
 * The audio encoder at work. Windows of eight seconds are independent of one another, so full ones
 * run a few at a time and the rest by itself: no padding is ever attended to. One thread at a time.
 */
public final class EncoderNetwork implements AutoCloseable {
  private static final int CHUNK_FRAMES = AudioEncoder.CHUNK_FRAMES;
  private static final int CHUNK_TOKENS = AudioEncoder.CHUNK_TOKENS;

  private final AudioEncoderConfig config;
  private final OnnxSession session;
  private final int windowsAtOnce;

  private EncoderNetwork(AudioEncoderConfig config, OnnxSession session, int windowsAtOnce) {
    this.config = config;
    this.session = session;
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
    return new EncoderNetwork(config, compiled.encoder(threads), windowsAtOnce);
  }

  /**
   * Encodes a clip.
   *
   * @return audio embeddings {@code [tokens, outputSize]}
   */
  public float[] encode(MelSpectrogram mel, RunControl control) {
    int frames = mel.frames();
    int tokens = AudioEncoder.tokens(frames);
    float[] embeddings = new float[tokens * config.outputSize()]; // [tokens, outputSize]
    int windowFrames = config.windowFrames();
    int windowTokens = windowFrames / CHUNK_FRAMES * CHUNK_TOKENS;
    int fullWindows = frames / windowFrames;
    int window = 0;
    while (window < fullWindows) {
      int windows = Math.min(windowsAtOnce, fullWindows - window);
      run(
          mel,
          window * windowFrames,
          windows * windowFrames,
          windows,
          windowTokens,
          embeddings,
          window * windowTokens,
          control);
      window += windows;
    }
    int rest = frames - fullWindows * windowFrames;
    if (rest > 0) {
      run(
          mel,
          fullWindows * windowFrames,
          rest,
          1,
          AudioEncoder.tokens(rest),
          embeddings,
          fullWindows * windowTokens,
          control);
    }
    return embeddings;
  }

  private void run(
      MelSpectrogram mel,
      int from,
      int frames,
      int windows,
      int windowTokens,
      float[] into,
      int tokenAt,
      RunControl control) {
    int chunks = (frames + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
    int mels = config.melBins();
    FloatBuffer input = floats(chunks * mels * CHUNK_FRAMES); // [chunks, 1, mels, 100]
    for (int chunk = 0; chunk < chunks; chunk++) {
      int start = from + chunk * CHUNK_FRAMES;
      int length = Math.min(CHUNK_FRAMES, from + frames - start);
      for (int band = 0; band < mels; band++) {
        input.put(
            (chunk * mels + band) * CHUNK_FRAMES,
            mel.values(),
            band * mel.frames() + start,
            length);
      }
    }
    int chunkTokens = chunks / windows * CHUNK_TOKENS;
    LongBuffer rows = longs(windows * windowTokens); // [windows, tokens]
    for (int window = 0; window < windows; window++) {
      for (int token = 0; token < windowTokens; token++) {
        rows.put(window * windowTokens + token, (long) window * chunkTokens + token);
      }
    }
    try (OnnxTensor melTensor = OnnxSession.tensor(input, chunks, 1, mels, CHUNK_FRAMES);
        OnnxTensor rowTensor = OnnxSession.tensor(rows, windows, windowTokens);
        OrtSession.Result result =
            session.run(
                Map.of(EncoderGraph.MEL, melTensor, EncoderGraph.TOKEN_ROWS, rowTensor),
                Set.of(EncoderGraph.AUDIO),
                control)) {
      OnnxSession.floats(result, EncoderGraph.AUDIO)
          .get(into, tokenAt * config.outputSize(), windows * windowTokens * config.outputSize());
    }
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  @Override
  public void close() {
    session.close();
  }
}
