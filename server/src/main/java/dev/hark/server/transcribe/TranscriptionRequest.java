package dev.hark.server.transcribe;

import dev.hark.engine.TranscribeOptions;
import dev.hark.model.text.Language;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    if (fields.list("include").contains("logprobs")) {
      throw ApiException.invalid(
          "include[]", "logprobs are not given out: Hark keeps no probabilities; leave it out");
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
        options(fields));
  }

  private static TranscribeOptions options(Fields fields) {
    TranscribeOptions options = TranscribeOptions.create().withContext(context(fields));
    double temperature = fields.decimal("temperature").orElse(0.0);
    if (temperature > 0) {
      long seed = fields.decimal("seed").map(Double::longValue).orElse(0L);
      options = options.withTemperature(temperature, seed);
    }
    Optional<Language> language = language(fields);
    return language.isPresent() ? options.withLanguage(language.get().englishName()) : options;
  }

  private static Optional<Language> language(Fields fields) {
    Optional<Language> one =
        fields
            .text("language")
            .filter(name -> !name.equalsIgnoreCase("auto"))
            .map(name -> language("language", name));
    List<Language> several =
        fields.list("languages").stream().map(name -> language("languages[]", name)).toList();
    if (one.isPresent()) {
      if (!several.isEmpty() && !several.contains(one.get())) {
        throw ApiException.invalid("languages[]", "languages does not have the given language");
      }
      return one;
    }
    return several.size() == 1 ? Optional.of(several.getFirst()) : Optional.empty();
  }

  private static Language language(String parameter, String name) {
    return Language.find(name)
        .orElseThrow(() ->
            ApiException.invalid(
                parameter, "language \"%s\" is not one of: %s".formatted(name, known())));
  }

  private static String known() {
    return List.of(Language.values()).stream()
        .map(Language::code)
        .collect(Collectors.joining(", "));
  }

  private static String context(Fields fields) {
    List<String> parts = new ArrayList<>();
    fields.text("prompt").ifPresent(parts::add);
    List<String> keywords = fields.list("keywords");
    if (!keywords.isEmpty()) {
      parts.add(String.join(", ", keywords));
    }
    fields.text("hotwords").ifPresent(parts::add);
    return String.join("\n", parts);
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
