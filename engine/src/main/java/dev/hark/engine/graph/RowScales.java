package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import dev.hark.model.TextDecoderConfig;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * One layer's factors of each row for keys and values in 8 bits. Keys and values are multiplied by
 * them before they are rounded; queries and what attention gives by their inverses, so that scores
 * and results are those of the keys and values themselves.
 *
 * @param query {@code [rows, heads * headDim]}
 * @param key {@code [rows, kvHeads * headDim]}
 * @param value {@code [rows, kvHeads * headDim]}
 * @param output {@code [rows, heads * headDim]}
 */
record RowScales(
    TextDecoderConfig config,
    FloatBuffer query,
    FloatBuffer key,
    FloatBuffer value,
    FloatBuffer output) {
  static RowScales create(TextDecoderConfig config, int rows) {
    return new RowScales(
        config,
        OnnxSession.floats(rows * wide(config)),
        OnnxSession.floats(rows * narrow(config)),
        OnnxSession.floats(rows * narrow(config)),
        OnnxSession.floats(rows * wide(config)));
  }

  private static int wide(TextDecoderConfig config) {
    return config.heads() * config.headDim();
  }

  private static int narrow(TextDecoderConfig config) {
    return config.kvHeads() * config.headDim();
  }

  /** Sets a row's steps of one key/value head, {@code [headDim]} each. */
  void put(int row, int head, float[] keySteps, float[] valueSteps) {
    int group = config.heads() / config.kvHeads();
    int size = config.headDim();
    for (int i = 0; i < size; i++) {
      int at = row * narrow(config) + head * size + i;
      key.put(at, 1 / keySteps[i]);
      value.put(at, 1 / valueSteps[i]);
    }
    for (int i = 0; i < group; i++) {
      int at = row * wide(config) + (head * group + i) * size;
      query.put(at, keySteps);
      output.put(at, valueSteps);
    }
  }

  /** Copies a row's factors over another row's. */
  void move(int from, int to) {
    query.put(to * wide(config), query, from * wide(config), wide(config));
    key.put(to * narrow(config), key, from * narrow(config), narrow(config));
    value.put(to * narrow(config), value, from * narrow(config), narrow(config));
    output.put(to * wide(config), output, from * wide(config), wide(config));
  }

  /** Binds the first rows' factors to a layer's inputs. */
  void bind(int layer, int rows, Map<String, OnnxTensor> inputs) {
    bind("query", layer, query, rows, wide(config), inputs);
    bind("key", layer, key, rows, narrow(config), inputs);
    bind("value", layer, value, rows, narrow(config), inputs);
    bind("output", layer, output, rows, wide(config), inputs);
  }

  private static void bind(
      String what,
      int layer,
      FloatBuffer factors,
      int rows,
      int width,
      Map<String, OnnxTensor> inputs) {
    inputs.put(
        DecoderGraph.stepScale(what, layer),
        OnnxSession.tensor(factors.slice(0, rows * width), rows, 1, width));
  }
}
