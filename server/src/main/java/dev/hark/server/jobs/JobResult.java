package dev.hark.server.jobs;

import dev.hark.engine.Transcription;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.server.http.ApiException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The transcript of a completed job in the shape that was asked for. */
final class JobResult {
  private JobResult() {}

  /** Names of all shapes. */
  static List<String> formats() {
    return Arrays.stream(TranscriptFormat.values()).map(TranscriptFormat::extension).toList();
  }

  static void write(Context context, Transcription transcript) {
    String name = Optional.ofNullable(context.queryParam("format")).orElse("json");
    if (!formats().contains(name)) {
      throw ApiException.invalid(
          "format",
          "format is \"%s\", wanted one of %s".formatted(name, String.join(", ", formats())));
    }
    TranscriptFormat format = TranscriptFormat.of(name);
    context
        .contentType(
            format == TranscriptFormat.JSON ? "application/json" : "text/plain; charset=utf-8")
        .result(format.format(transcript).getBytes(StandardCharsets.UTF_8));
  }
}
