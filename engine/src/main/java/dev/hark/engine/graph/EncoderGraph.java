package dev.hark.engine.graph;

import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.util.List;

/** Names of the encoder's two graphs' inputs and outputs, and how they are built. */
final class EncoderGraph {
  /** Input of the stem: log-mel of chunks, {@code [chunks, 1, mels, 100]}. */
  static final String MEL = "mel";

  /** Output of the stem, {@code [chunks, 13, width]}. */
  static final String CHUNK_TOKENS = "chunk_tokens";

  /** Input of the transformer, {@code [windows, tokens, width]}. */
  static final String WINDOW_TOKENS = "window_tokens";

  /** Output of the transformer: audio embeddings, {@code [windows, tokens, outputSize]}. */
  static final String AUDIO = "audio";

  private EncoderGraph() {}

  static void buildStem(OnnxGraph graph, OnnxOps ops, AudioEncoderConfig config) {
    graph.input(MEL, ElementType.FLOAT, "chunks", 1, config.melBins(), AudioEncoder.CHUNK_FRAMES);
    String tokens = new AudioEncoder(config).stem(ops, MEL);
    graph.node("", "Identity", List.of(tokens), List.of(CHUNK_TOKENS));
    graph.output(
        CHUNK_TOKENS, ElementType.FLOAT, "chunks", AudioEncoder.CHUNK_TOKENS, config.width());
  }

  static void buildTransformer(OnnxGraph graph, OnnxOps ops, AudioEncoderConfig config) {
    graph.input(WINDOW_TOKENS, ElementType.FLOAT, "windows", "tokens", config.width());
    String audio = new AudioEncoder(config).transformer(ops, WINDOW_TOKENS);
    graph.node("", "Identity", List.of(audio), List.of(AUDIO));
    graph.output(AUDIO, ElementType.FLOAT, "windows", "tokens", config.outputSize());
  }
}
