package dev.hark.engine.decode;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A golden prompt of the tiny recogniser and the ids that the reference generated from it.
 *
 * @param fitted whether the model was fitted to it, so that its ids survive small errors
 */
record GoldenCase(
    String name, String clip, boolean fitted, TokenIds prompt, int budget, List<Integer> ids) {
  static final int AUDIO_TOKEN = 151_676;
  static final Set<Integer> STOP_TOKENS = Set.of(151_645, 151_643);

  private static final int SAMPLE_RATE_HZ = 16_000;
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, MelSpectrogram> FEATURES = new ConcurrentHashMap<>();

  static List<GoldenCase> all() {
    try {
      return Files.readAllLines(GoldenModels.golden("tiny-asr/vectors/cases.jsonl")).stream()
          .map(line -> of(JSON.readTree(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenCase of(JsonNode json) {
    int[] prompt =
        IntStream.concat(
                IntStream.concat(
                    ints(json.get("prompt_ids_before_audio")),
                    IntStream.generate(() -> AUDIO_TOKEN).limit(json.get("audio_tokens").asInt())),
                ints(json.get("prompt_ids_after_audio")))
            .toArray();
    return new GoldenCase(
        json.get("case").asString(),
        json.get("clip").asString(),
        json.get("fitted").asBoolean(),
        TokenIds.of(prompt),
        json.get("max_new_tokens").asInt(),
        ints(json.get("generated_ids")).boxed().toList());
  }

  static IntStream ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt);
  }

  static GoldenCase of(String name) {
    return all().stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
  }

  /** A request for what the reference generated. */
  GenerationRequest request() {
    return request(budget, STOP_TOKENS);
  }

  GenerationRequest request(int maxNewTokens, Set<Integer> stopTokens) {
    return GenerationRequest.create(prompt, maxNewTokens, stopTokens)
        .withAudio(features(), AUDIO_TOKEN);
  }

  /** Features of the clip; {@code name@4} is its first four seconds. */
  MelSpectrogram features() {
    return FEATURES.computeIfAbsent(
        clip,
        name -> {
          String[] parts = name.split("@", 2);
          float[] samples =
              AudioReader.create()
                  .readAll(AudioSource.of(GoldenModels.golden("clips/" + parts[0] + ".wav")));
          return LogMel.create()
              .compute(
                  parts.length == 1
                      ? samples
                      : Arrays.copyOf(samples, Integer.parseInt(parts[1]) * SAMPLE_RATE_HZ));
        });
  }
}
