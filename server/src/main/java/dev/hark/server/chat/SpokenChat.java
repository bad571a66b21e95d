package dev.hark.server.chat;

import dev.hark.engine.TextDelta;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcription;
import dev.hark.model.text.Language;
import dev.hark.server.http.ApiException;
import dev.hark.server.transcribe.TextDeltas;
import dev.hark.server.transcribe.Transcribing;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A recogniser as a chat model: it answers a recording with its text; other text is context. */
final class SpokenChat implements ChatModel {
  private final Transcribing transcribing;
  private final AudioParts audio;

  SpokenChat(Transcribing transcribing, AudioParts audio) {
    this.transcribing = transcribing;
    this.audio = audio;
  }

  @Override
  public void check(ChatRequest request) {
    transcribing.check(request.model());
    int recordings = request.content().audio().size();
    if (recordings != 1) {
      throw ApiException.invalid(
          "messages",
          "messages have %d recordings, wanted one input_audio part for a transcription model"
              .formatted(recordings));
    }
    options(request);
  }

  @Override
  public Reply reply(ChatRequest request, Consumer<TextDelta> text) {
    ChatContent.Audio recording = request.content().audio().getFirst();
    TextDeltas deltas = new TextDeltas(text);
    Transcription transcript =
        transcribing.run(
            audio.source(recording),
            recording.parameter(),
            request.model(),
            options(request).onDelta(deltas::text).onSegment(deltas::segment),
            Transcribing.Words.NONE);
    return new Reply(
        transcript.text(),
        Optional.of(transcript.language())
            .filter(names -> !names.isEmpty())
            .map(names -> names.split(",", 2)[0])
            .map(name -> Language.find(name).map(Language::code).orElse(name)),
        request.alternatives().isPresent()
            ? Optional.of(
                transcript.segments().stream()
                    .flatMap(segment -> segment.tokens().stream())
                    .toList())
            : Optional.empty());
  }

  private static TranscribeOptions options(ChatRequest request) {
    TranscribeOptions options = TranscribeOptions.create().withContext(context(request));
    if (request.alternatives().isPresent()) {
      options = options.withProbabilities(request.alternatives().getAsInt());
    }
    double temperature = request.fields().decimal("temperature").orElse(0.0);
    if (temperature > 0) {
      long seed = request.fields().decimal("seed").map(Double::longValue).orElse(0L);
      options = options.withTemperature(temperature, seed);
    }
    String name = request.body().path("asr_options").path("language").asString("");
    if (name.isBlank() || name.equalsIgnoreCase("auto")) {
      return options;
    }
    Language language =
        Language.find(name)
            .orElseThrow(() ->
                ApiException.invalid(
                    "asr_options.language", "language \"%s\" is not known".formatted(name)));
    return options.withLanguage(language.englishName());
  }

  private static String context(ChatRequest request) {
    return request.content().turns().stream()
        .filter(turn -> !turn.role().equals("assistant"))
        .map(ChatContent.Turn::text)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }
}
