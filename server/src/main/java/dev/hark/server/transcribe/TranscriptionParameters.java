package dev.hark.server.transcribe;

import static dev.hark.server.http.Parameter.optional;
import static dev.hark.server.http.Parameter.required;

import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.ValueType;
import java.util.List;

/** The form fields of transcriptions and translations: what is checked, and what is documented. */
final class TranscriptionParameters {
  private static final ValueType NAME = new ValueType.Text(200);
  private static final ValueType LONG_TEXT = new ValueType.Text(20_000);

  private static final Parameter FILE =
      required("file", new ValueType.File(), "The recording; its format is found from its content");
  private static final Parameter MODEL =
      required("model", NAME, "Id of a model, or an alias such as whisper-1");
  private static final Parameter TEMPERATURE =
      optional("temperature", new ValueType.Range(0, 1), "Softness of the choice of words");

  static final Operation TRANSCRIBE =
      new Operation(
          "Transcribes a recording",
          Operation.Body.MULTIPART,
          List.of(
              FILE,
              MODEL,
              optional("language", NAME, "Language spoken, by code or English name"),
              optional(
                  "languages",
                  new ValueType.Several(NAME, 30),
                  "Languages that may be spoken: the most probable of them is taken"),
              optional("prompt", LONG_TEXT, "Names and terms that are likely to occur"),
              optional(
                  "keywords",
                  new ValueType.Several(new ValueType.Text(500), 1000),
                  "Words that are likely to occur, beside the prompt"),
              optional("hotwords", LONG_TEXT, "The same as keywords, in one text"),
              optional(
                  "response_format",
                  new ValueType.Choice(ResponseFormat.names()),
                  "Shape of the answer, json if not given; diarized_json has one speaker, A, since"
                      + " speakers are not told apart"),
              TEMPERATURE,
              optional(
                  "seed",
                  new ValueType.Whole(0, Long.MAX_VALUE >> 10),
                  "Makes a temperature repeatable"),
              optional(
                  "include",
                  new ValueType.Several(new ValueType.Choice(List.of("logprobs")), 10),
                  "logprobs: the tokens of the text with their log-probabilities; json only"),
              optional(
                  "timestamp_granularities",
                  new ValueType.Several(new ValueType.Choice(List.of("word", "segment")), 10),
                  "Which times verbose_json has; word needs an aligner"),
              optional("stream", new ValueType.Switch(), "Answer with events while text is found"),
              optional(
                  "chunking_strategy",
                  new ValueType.Structure(),
                  "auto or an object of type server_vad; audio is cut at pauses with both"),
              optional(
                  "known_speaker_names",
                  new ValueType.Several(NAME, 4),
                  "Refused: speakers are not told apart"),
              optional(
                  "known_speaker_references",
                  new ValueType.Several(new ValueType.Text(1 << 20), 4),
                  "Refused: speakers are not told apart")));

  static final Operation TRANSLATE =
      new Operation(
          "Would translate a recording into English; the models here cannot, so the answer is 501",
          Operation.Body.MULTIPART,
          List.of(
              FILE,
              MODEL,
              optional("prompt", LONG_TEXT, "Text in English that sets the style"),
              optional(
                  "response_format",
                  new ValueType.Choice(List.of("json", "text", "srt", "verbose_json", "vtt")),
                  "Shape of the answer; json if not given"),
              TEMPERATURE));

  private TranscriptionParameters() {}
}
