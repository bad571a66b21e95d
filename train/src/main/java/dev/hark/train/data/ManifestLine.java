package dev.hark.train.data;

import dev.hark.model.text.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one line of a manifest; every complaint says where, what, and what is wanted. */
final class ManifestLine {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String PREFIX = "language ";
  private static final String TAG = "<asr_text>";
  private static final int QUOTED = 60;

  private final String where;
  private final JsonNode json;

  private ManifestLine(String where, JsonNode json) {
    this.where = where;
    this.json = json;
  }

  static ManifestEntry parse(Path manifest, int number, String line) {
    String where = manifest + ":" + number;
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new DataException(
          where + ": not JSON (" + oneLine(e.getOriginalMessage()) + "); wanted one object a line");
    }
    if (!json.isObject()) {
      throw new DataException(
          where + ": wanted an object {\"audio\": ..., \"text\": ...}, got " + quoted(line));
    }
    return new ManifestLine(where, json).entry(manifest);
  }

  private ManifestEntry entry(Path manifest) {
    String name = required("audio");
    Path audio = manifest.toAbsolutePath().resolveSibling(name);
    if (!Files.isRegularFile(audio)) {
      throw bad(
          "no file %s; wanted \"audio\" to be a path from the manifest's folder".formatted(audio));
    }
    String answer = required("text");
    int tag = answer.indexOf(TAG);
    if (!answer.startsWith(PREFIX) || tag < 0) {
      throw bad(
          "\"text\" is %s, wanted \"language English<asr_text>words\"".formatted(quoted(answer)));
    }
    String language = answer.substring(PREFIX.length(), tag);
    String text = answer.substring(tag + TAG.length());
    boolean none = language.equals("None");
    if (!none && Language.find(language).filter(l -> l.englishName().equals(language)).isEmpty()) {
      throw bad(
          "language is %s, wanted a name such as English or Chinese, or None for no speech"
              .formatted(quoted(language)));
    }
    if (none && !text.isBlank()) {
      throw bad("language None has the text %s, wanted none".formatted(quoted(text)));
    }
    if (!none && text.isBlank()) {
      throw bad("the text is empty; wanted words, or \"language None<asr_text>\" for no speech");
    }
    String voice = optional("voice");
    return new ManifestEntry(
        where,
        audio,
        language,
        text,
        optional("prompt"),
        words(),
        voice.isEmpty() ? optional("speaker") : voice,
        optional("splice"),
        style(voice, none),
        speech());
  }

  private String style(String voice, boolean none) {
    String given = optional("style");
    if (!given.isEmpty()) {
      return given;
    }
    return none ? VoiceKind.NONE.label() : VoiceKind.of(voice).map(VoiceKind::label).orElse("");
  }

  private Optional<SpeechSpans> speech() {
    JsonNode list = json.path("vad");
    if (list.isMissingNode() || list.isNull()) {
      return Optional.empty();
    }
    List<SpeechSpan> spans = new ArrayList<>();
    double before = 0;
    for (JsonNode span : list) {
      double start = span.path("start").asDouble(-1);
      double end = span.path("end").asDouble(-1);
      if (start < before || end <= start) {
        throw badSpan(span);
      }
      spans.add(new SpeechSpan(start, end));
      before = end;
    }
    if (!list.isArray()) {
      throw badSpan(list);
    }
    return Optional.of(new SpeechSpans(spans));
  }

  private DataException badSpan(JsonNode found) {
    return bad(
        "\"vad\" has %s, wanted a list of {\"start\": s, \"end\": s} in order of time"
            .formatted(quoted(found.toString())));
  }

  private List<TimedWord> words() {
    JsonNode list = json.path("words");
    List<TimedWord> words = new ArrayList<>();
    double before = 0;
    for (JsonNode word : list) {
      double start = word.path("start").asDouble(-1);
      double end = word.path("end").asDouble(-1);
      if (!word.path("text").isString() || start < before || end < start) {
        throw bad(
            "word %s: wanted {\"text\": ..., \"start\": s, \"end\": s}, in order of time"
                .formatted(quoted(word.toString())));
      }
      words.add(new TimedWord(word.get("text").asString(), start, end));
      before = start;
    }
    return List.copyOf(words);
  }

  private String required(String field) {
    JsonNode value = json.path(field);
    if (!value.isString() || value.asString().isEmpty()) {
      throw bad("no \"%s\"; wanted a text in it".formatted(field));
    }
    return value.asString();
  }

  private String optional(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw bad("\"%s\" is %s, wanted a text".formatted(field, quoted(value.toString())));
    }
    return value.asString();
  }

  private DataException bad(String problem) {
    return new DataException(where + ": " + problem);
  }

  private static String quoted(String text) {
    String line = oneLine(text);
    return '"' + (line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line) + '"';
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
