package dev.hark.server.transcribe;

import dev.hark.engine.TranscribeOptions;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * What a form asks for.
 *
 * @param model id or alias
 * @param format shape of the answer
 * @param words whether times of words are wanted and must be there
 * @param segments whether verbose_json lists segments
 * @param stream whether events are wanted
 * @param options language, context and temperature
 */
record TranscriptionRequest(
    String model,
    ResponseFormat format,
    boolean words,
    boolean segments,
    boolean stream,
    TranscribeOptions options) {
  private static final String NO_SPEAKERS = "speakers are not told apart here; leave it out";

  /**
   * Reads the checked fields of a form.
   *
   * @throws ApiException 400 for values that do not go together
   */
  static TranscriptionRequest of(Fields fields) {
    ResponseFormat format =
        fields.text("response_format").map(ResponseFormat::of).orElse(ResponseFormat.JSON);
    List<String> granularities = fields.list("timestamp_granularities");
    if (!granularities.isEmpty() && format != ResponseFormat.VERBOSE_JSON) {
      throw ApiException.invalid(
          "timestamp_granularities[]",
          "timestamp_granularities needs response_format verbose_json, got " + format.label());
    }
    boolean probabilities = fields.list("include").contains("logprobs");
    if (probabilities && format != ResponseFormat.JSON) {
      throw ApiException.invalid(
          "include[]", "logprobs go with response_format json, got " + format.label());
    }
    boolean stream = fields.on("stream");
    if (stream
        && (format == ResponseFormat.SRT
            || format == ResponseFormat.VTT
            || format == ResponseFormat.VERBOSE_JSON)) {
      throw ApiException.invalid(
          "stream", "stream goes with json, text and diarized_json, got " + format.label());
    }
    for (String speakers : List.of("known_speaker_names", "known_speaker_references")) {
      if (!fields.list(speakers).isEmpty()) {
        throw ApiException.invalid(speakers + "[]", NO_SPEAKERS);
      }
    }
    ChunkingStrategy.check(fields);
    return new TranscriptionRequest(
        fields.text("model").orElse(""),
        format,
        granularities.contains("word"),
        granularities.isEmpty() || granularities.contains("segment"),
        stream,
        probabilities || format == ResponseFormat.VERBOSE_JSON
            ? options(fields).withProbabilities(0)
            : options(fields));
  }

  private static TranscribeOptions options(Fields fields) {
    List<String> keywords = new ArrayList<>(fields.list("keywords"));
    fields.text("hotwords").ifPresent(keywords::add);
    TranscribeOptions options =
        SpeechHints.of(
                fields.text("language"), fields.list("languages"), fields.text("prompt"), keywords)
            .options();
    double temperature = fields.decimal("temperature").orElse(0.0);
    if (temperature == 0) {
      return options;
    }
    long seed = fields.decimal("seed").map(Double::longValue).orElse(0L);
    return options.withTemperature(temperature, seed);
  }

  /** Whether the transcript needs times of words; subtitles are better with them. */
  Transcribing.Words timesOfWords() {
    if (words) {
      return Transcribing.Words.REQUIRED;
    }
    return switch (format) {
      case SRT, VTT -> Transcribing.Words.IF_POSSIBLE;
      case JSON, TEXT, VERBOSE_JSON, DIARIZED_JSON -> Transcribing.Words.NONE;
    };
  }
}
