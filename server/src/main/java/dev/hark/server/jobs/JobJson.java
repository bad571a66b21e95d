package dev.hark.server.jobs;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.TranscriptPart;
import dev.hark.server.http.Json;
import dev.hark.server.transcribe.TokenJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Jobs in JSON. */
final class JobJson {
  private static final int EXCERPT = 200;

  private JobJson() {}

  /** A job with the text of these parts. */
  static ObjectNode job(Job job, List<TranscriptPart> parts) {
    ObjectNode node = Json.object();
    node.put("id", job.id());
    node.put("object", "transcription.job");
    node.put("status", job.status().label());
    node.put("file_name", job.fileName());
    node.put("model", job.model());
    node.put("created_at", job.created().getEpochSecond());
    time(node, "started_at", job.started());
    time(node, "finished_at", job.finished());
    number(node, "audio_seconds", job.audio().map(JobJson::seconds));
    progress(node.putObject("progress"), job);
    node.put("text", TranscriptPart.join(parts).text());
    Optional<JobFailure> failure = job.failure();
    if (failure.isEmpty()) {
      node.putNull("error");
    } else {
      ObjectNode error = node.putObject("error");
      error.put("message", failure.get().message());
      error.put("type", failure.get().ofRequest() ? "invalid_request_error" : "server_error");
      if (failure.get().ofRequest()) {
        error.put("param", "file");
      } else {
        error.putNull("param");
      }
      error.put("code", failure.get().code());
    }
    return node;
  }

  /** A job with the beginning of its text. */
  static ObjectNode excerpt(Job job, List<TranscriptPart> firstParts) {
    ObjectNode node = job(job, firstParts);
    String text = node.get("text").stringValue();
    if (text.length() > EXCERPT) {
      node.put("text", text.substring(0, text.offsetByCodePoints(0, count(text))) + "…");
    }
    return node;
  }

  private static int count(String text) {
    return Math.min(EXCERPT, text.codePointCount(0, text.length()));
  }

  private static void progress(ObjectNode node, Job job) {
    double done = seconds(job.done());
    Optional<Double> total = job.audio().map(JobJson::seconds);
    double worked = seconds(job.worked());
    Optional<Double> factor = done > 0 ? Optional.of(worked / done) : Optional.empty();
    node.put("seconds_done", done);
    number(node, "seconds_total", total);
    number(node, "fraction", total.filter(all -> all > 0).map(all -> Math.min(1, done / all)));
    number(
        node,
        "eta_seconds",
        job.status() == JobStatus.RUNNING
            ? total.flatMap(all -> factor.map(each -> Math.max(0, all - done) * each))
            : Optional.empty());
    number(node, "real_time_factor", factor);
  }

  /** A segment with what became of its stretch. */
  static ObjectNode segment(int id, Segment segment, List<Span> spans) {
    ObjectNode node =
        Json.object()
            .put("id", id)
            .put("start", seconds(segment.start()))
            .put("end", seconds(segment.end()))
            .put("text", segment.text())
            .put("status", status(segment, spans).name().toLowerCase(Locale.ROOT));
    node.set("probabilities", TokenJson.probabilities(segment.tokens()));
    return node;
  }

  /** The worst that happened to a stretch of the segment. */
  private static Coverage status(Segment segment, List<Span> spans) {
    Coverage worst = Coverage.SPEECH;
    for (Span span : spans) {
      boolean within =
          span.start().compareTo(segment.end()) < 0 && span.end().compareTo(segment.start()) > 0;
      if (within && span.coverage() == Coverage.TRUNCATED) {
        return Coverage.TRUNCATED;
      }
      if (within && span.coverage() == Coverage.RECOVERED) {
        worst = Coverage.RECOVERED;
      }
    }
    return worst;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static void time(ObjectNode node, String key, Optional<Instant> time) {
    time.ifPresentOrElse(at -> node.put(key, at.getEpochSecond()), () -> node.putNull(key));
  }

  private static void number(ObjectNode node, String key, Optional<Double> value) {
    value.ifPresentOrElse(
        number -> node.put(key, Math.round(number * 1000) / 1000.0), () -> node.putNull(key));
  }
}
