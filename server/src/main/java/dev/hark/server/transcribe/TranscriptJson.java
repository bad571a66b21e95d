package dev.hark.server.transcribe;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import dev.hark.model.text.Language;
import dev.hark.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Transcripts in the JSON shapes of the OpenAI API. */
public final class TranscriptJson {
  /** Speakers are not told apart, so all text is of the first. */
  private static final String SPEAKER = "A";

  private TranscriptJson() {}

  static ObjectNode plain(Transcription transcript) {
    ObjectNode root = Json.object().put("text", transcript.text());
    languages(root, transcript);
    logProbabilities(root, tokens(transcript));
    usage(root, transcript);
    return root;
  }

  /** The tokens of a transcript, if they were asked for. */
  static List<ScoredToken> tokens(Transcription transcript) {
    return transcript.segments().stream().flatMap(segment -> segment.tokens().stream()).toList();
  }

  /** Adds {@code logprobs} if there are any. */
  static void logProbabilities(ObjectNode root, List<ScoredToken> tokens) {
    if (!tokens.isEmpty()) {
      root.set("logprobs", TokenJson.transcribed(tokens));
    }
  }

  static ObjectNode verbose(Transcription transcript, TranscriptionRequest request) {
    return verbose(
        transcript, request.words(), request.segments(), request.options().temperature());
  }

  /** The shape {@code verbose_json}, with the parts that are wanted. */
  public static ObjectNode verbose(
      Transcription transcript, boolean withWords, boolean withSegments, double temperature) {
    ObjectNode root = Json.object().put("task", "transcribe");
    List<String> names = names(transcript);
    root.put("language", names.isEmpty() ? "" : names.getFirst().toLowerCase(Locale.ROOT));
    root.put("duration", seconds(transcript.duration()));
    root.put("text", transcript.text());
    if (withWords) {
      ArrayNode words = root.putArray("words");
      for (Segment segment : transcript.segments()) {
        segment.words().forEach(word -> words.add(word(word)));
      }
    }
    if (withSegments) {
      ArrayNode segments = root.putArray("segments");
      for (Segment segment : transcript.segments()) {
        segments.add(segment(segments.size(), segment, temperature));
      }
    }
    usage(root, transcript);
    return root;
  }

  static ObjectNode diarized(Transcription transcript) {
    ObjectNode root = Json.object().put("task", "transcribe");
    root.put("duration", seconds(transcript.duration()));
    root.put("text", transcript.text());
    ArrayNode segments = root.putArray("segments");
    for (Segment segment : transcript.segments()) {
      segments.add(spoken(segments.size(), segment));
    }
    usage(root, transcript);
    return root;
  }

  /** A segment of a speaker, which is also an event of a stream. */
  static ObjectNode spoken(int index, Segment segment) {
    return Json.object()
        .put("type", "transcript.text.segment")
        .put("id", "seg_" + index)
        .put("start", seconds(segment.start()))
        .put("end", seconds(segment.end()))
        .put("text", segment.text())
        .put("speaker", SPEAKER);
  }

  static void languages(ObjectNode root, Transcription transcript) {
    ArrayNode languages = root.putArray("languages");
    for (String name : names(transcript)) {
      languages.addObject().put("code", code(name));
    }
  }

  private static void usage(ObjectNode root, Transcription transcript) {
    root.putObject("usage").put("type", "duration").put("seconds", seconds(transcript.duration()));
  }

  private static ObjectNode word(Word word) {
    return Json.object()
        .put("word", word.text())
        .put("start", seconds(word.start()))
        .put("end", seconds(word.end()));
  }

  /** All keys are required by clients; what Hark does not measure is 0 or empty. */
  private static ObjectNode segment(int id, Segment segment, double temperature) {
    ObjectNode node = Json.object();
    node.put("id", id);
    node.put("seek", segment.start().toMillis() / 10);
    node.put("start", seconds(segment.start()));
    node.put("end", seconds(segment.end()));
    node.put("text", segment.text());
    ArrayNode tokens = node.putArray("tokens");
    segment.tokens().forEach(token -> tokens.add(token.id()));
    node.put("temperature", temperature);
    node.put(
        "avg_logprob",
        segment.tokens().isEmpty() ? 0.0 : ScoredToken.averageLogProbability(segment.tokens()));
    node.put("compression_ratio", compressionRatio(segment.text()));
    node.put("no_speech_prob", 0.0);
    return node;
  }

  /** Bytes of the text by bytes when deflated, as whisper has it: high for repetitions. */
  private static double compressionRatio(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      int count = deflater.deflate(new byte[bytes.length + 64]);
      return (double) bytes.length / count;
    }
  }

  private static List<String> names(Transcription transcript) {
    return transcript.language().isEmpty() ? List.of() : List.of(transcript.language().split(","));
  }

  private static String code(String name) {
    return Language.find(name).map(Language::code).orElse(name);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
