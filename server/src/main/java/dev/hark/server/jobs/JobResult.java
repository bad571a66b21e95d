package dev.hark.server.jobs;

import dev.hark.engine.Transcription;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import dev.hark.server.transcribe.TokenJson;
import dev.hark.server.transcribe.TranscriptJson;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The transcript of a completed job in the shape that was asked for. */
final class JobResult {
  private static final String VERBOSE = "verbose_json";

  private JobResult() {}

  /** Names of all shapes. */
  static List<String> formats() {
    return Stream.concat(
            Arrays.stream(TranscriptFormat.values()).map(TranscriptFormat::extension),
            Stream.of(VERBOSE))
        .toList();
  }

  static void write(Context context, Transcription transcript, double temperature) {
    String name = Optional.ofNullable(context.queryParam("format")).orElse("json");
    if (!formats().contains(name)) {
      throw ApiException.invalid(
          "format",
          "format is \"%s\", wanted one of %s".formatted(name, String.join(", ", formats())));
    }
    if (name.equals(VERBOSE)) {
      boolean words = transcript.segments().stream().anyMatch(s -> !s.words().isEmpty());
      Json.write(
          context,
          withProbabilities(
              TranscriptJson.verbose(transcript, words, true, temperature), transcript));
      return;
    }
    TranscriptFormat format = TranscriptFormat.of(name);
    context
        .contentType(
            format == TranscriptFormat.JSON ? "application/json" : "text/plain; charset=utf-8")
        .result(format.format(transcript).getBytes(StandardCharsets.UTF_8));
  }

  /** The segments as clients of OpenAI read them, and how probable each token of them was. */
  private static ObjectNode withProbabilities(ObjectNode verbose, Transcription transcript) {
    for (int i = 0; i < transcript.segments().size(); i++) {
      ((ObjectNode) verbose.get("segments").get(i))
          .set("probabilities", TokenJson.probabilities(transcript.segments().get(i).tokens()));
    }
    return verbose;
  }
}
