package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.hark.engine.Precision;
import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.network.EncoderHead;
import dev.hark.model.network.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Heads at work on the audio embeddings. They are a graph of their own, so the encoder's is the
 * same with and without them, and their weights stay in 32 bits whatever the encoder's are. Any
 * number of callers at once.
 */
public final class HeadNetwork implements AutoCloseable {
  private static final String AUDIO = "audio"; // [tokens, inputs]
  private static final String POOLING = "pooling"; // [clips, tokens]

  private final HeadsConfig config;
  private final OnnxSession session;

  private HeadNetwork(HeadsConfig config, OnnxSession session) {
    this.config = config;
    this.session = session;
  }

  /** Loads heads; their weights are not needed after that. */
  public static HeadNetwork open(HeadsConfig config, Weights weights) {
    OnnxGraph graph = new OnnxGraph();
    OnnxOps ops = new OnnxOps(graph, weights, Recipe.of(Precision.F32));
    graph.input(AUDIO, ElementType.FLOAT, "tokens", config.inputs());
    if (poolsClips(config)) {
      graph.input(POOLING, ElementType.FLOAT, "clips", "tokens");
    }
    for (HeadConfig head : config.heads()) {
      String scores = new EncoderHead(head, config.inputs()).scores(ops, AUDIO, POOLING);
      graph.node("", "Identity", List.of(scores), List.of(output(head)));
      Object rows = head.kind() == HeadConfig.Kind.CLIP ? "clips" : "tokens";
      graph.output(output(head), ElementType.FLOAT, rows, head.labels().size());
    }
    return new HeadNetwork(config, OnnxSession.open(graph.bytes(), 1));
  }

  private static boolean poolsClips(HeadsConfig config) {
    return config.heads().stream().anyMatch(head -> head.kind() == HeadConfig.Kind.CLIP);
  }

  private static String output(HeadConfig head) {
    return "scores_" + head.name();
  }

  /** What the heads are. */
  public HeadsConfig config() {
    return config;
  }

  /**
   * Scores of a clip, by the heads' names, before softmax or the logistic function.
   *
   * @param audio embeddings {@code [tokens, inputs]}, of at least one token
   * @return {@code [labels]} of a head for clips, {@code [tokens, labels]} of one for tokens
   */
  public Map<String, float[]> scores(float[] audio, RunControl control) {
    int tokens = audio.length / config.inputs();
    float[] pooling = new float[tokens]; // [1, tokens]
    Arrays.fill(pooling, 1f / tokens);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OnnxTensor embeddings =
            OnnxSession.tensor(FloatBuffer.wrap(audio), tokens, config.inputs());
        OnnxTensor mean = OnnxSession.tensor(FloatBuffer.wrap(pooling), 1, tokens)) {
      inputs.put(AUDIO, embeddings);
      if (poolsClips(config)) {
        inputs.put(POOLING, mean);
      }
      try (OrtSession.Result result =
          session.run(
              inputs,
              config.heads().stream().map(HeadNetwork::output).collect(Collectors.toSet()),
              control)) {
        Map<String, float[]> scores = new LinkedHashMap<>();
        for (HeadConfig head : config.heads()) {
          FloatBuffer values = OnnxSession.floats(result, output(head));
          float[] copy = new float[values.remaining()];
          values.get(copy);
          scores.put(head.name(), copy);
        }
        return scores;
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
