package dev.hark.server.jobs;

import dev.hark.engine.Coverage;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.TranscriptPart;
import dev.hark.engine.Word;
import dev.hark.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Parts of transcripts as they are stored: what is read is equal to what was written. */
final class PartJson {
  private PartJson() {}

  static String write(TranscriptPart part) {
    ObjectNode root = between(Json.object(), part.start(), part.end());
    root.put("text", part.text()).put("language", part.language());
    ArrayNode segments = root.putArray("segments");
    for (Segment segment : part.segments()) {
      ObjectNode node = between(segments.addObject(), segment.start(), segment.end());
      node.put("text", segment.text()).put("language", segment.language());
      ArrayNode words = node.putArray("words");
      for (Word word : segment.words()) {
        between(words.addObject(), word.start(), word.end())
            .put("text", word.text())
            .put("rawStart", word.rawStart().toNanos())
            .put("rawEnd", word.rawEnd().toNanos());
      }
      ArrayNode tokens = node.putArray("tokens");
      segment.tokens().forEach(token -> token(tokens.addArray(), token));
    }
    ArrayNode spans = root.putArray("spans");
    for (Span span : part.spans()) {
      between(spans.addObject(), span.start(), span.end())
          .put("coverage", span.coverage().name())
          .put("reason", span.reason());
    }
    return Json.text(root);
  }

  private static ObjectNode between(ObjectNode node, Duration start, Duration end) {
    return node.put("start", start.toNanos()).put("end", end.toNanos());
  }

  static TranscriptPart read(String json) {
    JsonNode root = Json.parse(json.getBytes(StandardCharsets.UTF_8));
    return new TranscriptPart(
        time(root, "start"),
        time(root, "end"),
        text(root, "text"),
        text(root, "language"),
        list(root, "segments", PartJson::segment),
        list(
            root,
            "spans",
            node ->
                new Span(
                    time(node, "start"),
                    time(node, "end"),
                    Coverage.valueOf(text(node, "coverage")),
                    text(node, "reason"))));
  }

  /** Number, log-probability, and the bytes. */
  private static void token(ArrayNode node, ScoredToken token) {
    node.add(token.id()).add(token.logProbability());
    token.bytes().forEach(node::add);
  }

  private static ScoredToken token(JsonNode node) {
    List<Integer> bytes = node.valueStream().skip(2).map(JsonNode::intValue).toList();
    return new ScoredToken(node.get(0).intValue(), bytes, node.get(1).doubleValue(), List.of());
  }

  private static Segment segment(JsonNode node) {
    return new Segment(
        time(node, "start"),
        time(node, "end"),
        text(node, "text"),
        text(node, "language"),
        list(
            node,
            "words",
            word ->
                new Word(
                    text(word, "text"),
                    time(word, "start"),
                    time(word, "end"),
                    time(word, "rawStart"),
                    time(word, "rawEnd"))),
        node.has("tokens") // parts were kept without them once
            ? list(node, "tokens", PartJson::token)
            : List.of());
  }

  private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> element) {
    List<T> values = new ArrayList<>();
    node.get(name).forEach(value -> values.add(element.apply(value)));
    return values;
  }

  private static Duration time(JsonNode node, String name) {
    return Duration.ofNanos(node.get(name).longValue());
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).stringValue();
  }
}
