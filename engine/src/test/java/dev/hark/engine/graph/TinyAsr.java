package dev.hark.engine.graph;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.engine.Precision;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tiny model of the golden files with its networks loaded. */
final class TinyAsr implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  static final Path VECTORS = GoldenModels.golden("tiny-asr/vectors");
  private static final Path CACHE =
      Path.of(
          System.getProperty("java.io.tmpdir"), "compiled-tiny-" + ProcessHandle.current().pid());

  final Checkpoint checkpoint;
  final NetworkPlan plan;
  final EncoderNetwork encoder;
  final DecoderNetwork decoder;
  final RunControl options = RunControl.create();

  TinyAsr(Path folder, Precision precision) {
    this(folder, precision, 1, 2);
  }

  TinyAsr(Path folder, Precision precision, int windowsAtOnce, int threads) {
    checkpoint = Checkpoint.open(folder);
    plan = NetworkPlan.of(checkpoint);
    CompiledNetworks compiled = CompiledNetworks.open(plan, precision, CACHE, threads);
    encoder = EncoderNetwork.open(plan, compiled, threads, windowsAtOnce);
    decoder = DecoderNetwork.open(plan, compiled, threads, 4);
  }

  static List<JsonNode> cases() {
    return lines(VECTORS.resolve("cases.jsonl"));
  }

  static List<JsonNode> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(JSON::readTree).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Samples of a clip; {@code name@4} is its first four seconds. */
  static float[] samples(String name) {
    String[] parts = name.split("@", 2);
    float[] samples =
        AudioReader.create()
            .readAll(AudioSource.of(GoldenModels.golden("clips/" + parts[0] + ".wav")));
    return parts.length == 1
        ? samples
        : Arrays.copyOf(samples, Integer.parseInt(parts[1]) * 16_000);
  }

  float[] encode(float[] samples) {
    return encoder.encode(LogMel.create().compute(samples), options);
  }

  /** Embeddings of a prompt with the audio in its place: {@code [time, hidden]}. */
  float[] prompt(JsonNode before, float[] audio, JsonNode after) {
    int hidden = plan.text().hiddenSize();
    int[] head = ints(before);
    int[] tail = ints(after);
    float[] embeddings = new float[(head.length + tail.length) * hidden + audio.length];
    embed(head, embeddings, 0);
    System.arraycopy(audio, 0, embeddings, head.length * hidden, audio.length);
    embed(tail, embeddings, head.length * hidden + audio.length);
    return embeddings;
  }

  void embed(int[] ids, float[] into, int at) {
    int hidden = plan.text().hiddenSize();
    float[] row = new float[hidden];
    for (int i = 0; i < ids.length; i++) {
      plan.weights().read(NetworkPlan.EMBEDDING, (long) ids[i] * hidden, row, hidden);
      System.arraycopy(row, 0, into, at + i * hidden, hidden);
    }
  }

  static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }

  /** An array of a golden binary file. */
  static float[] array(Path folder, JsonNode entry) {
    try {
      FloatBuffer all =
          java.nio.ByteBuffer.wrap(Files.readAllBytes(folder.resolve(entry.get("file").asString())))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      float[] values = new float[entry.get("bytes").asInt() / Float.BYTES];
      all.get(entry.get("offset").asInt() / Float.BYTES, values);
      return values;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static int argmax(FloatBuffer scores, int from, int count) {
    int best = from;
    for (int i = from; i < from + count; i++) {
      if (scores.get(i) > scores.get(best)) {
        best = i;
      }
    }
    return best - from;
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    options.close();
    checkpoint.close();
  }
}
