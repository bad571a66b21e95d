package dev.hark.train.torch;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tiny golden recogniser: its parameters, clips, and what the reference makes of them. */
final class GoldenClips {
  static final JsonMapper JSON = new JsonMapper();
  static final Path VECTORS = GoldenModels.golden("tiny-asr/vectors");
  static final AsrConfig CONFIG = (AsrConfig) ModelConfig.open(GoldenModels.ASR);

  private GoldenClips() {}

  static Parameters parameters() {
    Parameters parameters = new Parameters(CONFIG.tensorShapes(), _ -> true);
    try (Checkpoint checkpoint = Checkpoint.open(GoldenModels.ASR)) {
      InitialWeights.copy(checkpoint, parameters);
    }
    return parameters;
  }

  /** Features of a clip; {@code name@4} is its first four seconds. */
  static MelSpectrogram mel(String name) {
    String[] parts = name.split("@", 2);
    float[] samples =
        AudioReader.create()
            .readAll(AudioSource.of(GoldenModels.golden("clips/" + parts[0] + ".wav")));
    return LogMel.create()
        .compute(
            parts.length == 1
                ? samples
                : Arrays.copyOf(samples, Integer.parseInt(parts[1]) * 16_000));
  }

  static float[] array(JsonNode entry) {
    try {
      FloatBuffer all =
          ByteBuffer.wrap(Files.readAllBytes(VECTORS.resolve(entry.get("file").asString())))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      float[] values = new float[entry.get("bytes").asInt() / Float.BYTES];
      all.get(entry.get("offset").asInt() / Float.BYTES, values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> cases() {
    try {
      return Files.readAllLines(VECTORS.resolve("cases.jsonl")).stream()
          .map(JSON::readTree)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }

  static double largestDifference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values, wanted " + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest;
  }
}
