package dev.hark.engine.format;

import dev.hark.engine.LabelProbability;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A transcript as JSON. The names and seconds of {@code text}, {@code segments} and {@code words}
 * are whisper's; {@code language} is a code as there, {@code languages} has the names.
 */
final class TranscriptJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_LANGUAGES = 5;

  private TranscriptJson() {}

  static String write(Transcription transcription) {
    ObjectNode root = NODES.objectNode();
    root.put("text", transcription.text());
    ArrayNode segments = root.putArray("segments");
    for (int id = 0; id < transcription.segments().size(); id++) {
      segments.add(segment(id, transcription.segments().get(id)));
    }
    List<String> languages = names(transcription.language());
    root.put("language", languages.isEmpty() ? "" : LanguageCodes.of(languages.getFirst()));
    ArrayNode names = root.putArray("languages");
    languages.forEach(names::add);
    if (!transcription.languageProbabilities().isEmpty()) {
      ArrayNode likely = root.putArray("languageProbabilities");
      transcription.languageProbabilities().stream()
          .limit(MOST_LANGUAGES)
          .forEach(language -> likely.add(probability(language)));
    }
    root.put("duration", seconds(transcription.duration()));
    ArrayNode spans = root.putArray("spans");
    transcription.spans().forEach(span -> spans.add(span(span)));
    root.put("truncated", transcription.truncated());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static ObjectNode probability(LabelProbability language) {
    ObjectNode node = NODES.objectNode();
    node.put("language", language.label());
    node.put("probability", Math.round(language.probability() * 10_000) / 10_000.0);
    return node;
  }

  private static ObjectNode segment(int id, Segment segment) {
    ObjectNode node = NODES.objectNode();
    node.put("id", id);
    node.put("start", seconds(segment.start()));
    node.put("end", seconds(segment.end()));
    node.put("text", segment.text());
    node.put("language", segment.language().isEmpty() ? "" : LanguageCodes.of(segment.language()));
    if (!segment.words().isEmpty()) {
      ArrayNode words = node.putArray("words");
      segment.words().forEach(word -> words.add(word(word)));
    }
    return node;
  }

  private static ObjectNode word(Word word) {
    ObjectNode node = NODES.objectNode();
    node.put("word", word.text());
    node.put("start", seconds(word.start()));
    node.put("end", seconds(word.end()));
    node.put("raw_start", seconds(word.rawStart()));
    node.put("raw_end", seconds(word.rawEnd()));
    return node;
  }

  private static ObjectNode span(Span span) {
    ObjectNode node = NODES.objectNode();
    node.put("start", seconds(span.start()));
    node.put("end", seconds(span.end()));
    node.put("coverage", span.coverage().name().toLowerCase(Locale.ROOT));
    node.put("reason", span.reason());
    return node;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static List<String> names(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(","));
  }
}
