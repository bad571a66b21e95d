package dev.hark.server.chat;

import static dev.hark.server.http.Parameter.optional;
import static dev.hark.server.http.Parameter.required;

import dev.hark.server.http.Operation;
import dev.hark.server.http.ValueType;
import java.util.List;

/** The values of a chat completion: what is checked, and what is documented. */
final class ChatParameters {
  private static final ValueType MAX_TOKENS = new ValueType.Whole(1, 1 << 20);

  static final Operation CHAT =
      new Operation(
          "Transcribes the recording in the messages, or answers them with a text model",
          Operation.Body.JSON,
          List.of(
              required("model", new ValueType.Text(200), "Id of a model, or an alias"),
              required("messages", new ValueType.Structure(), "The conversation"),
              optional("stream", new ValueType.Switch(), "Answer with events"),
              optional("temperature", new ValueType.Range(0, 2), "Softness of the choice of words"),
              optional(
                  "top_p", new ValueType.Range(0.001, 1), "Probability that is kept; text models"),
              optional("max_tokens", MAX_TOKENS, "Longest answer; text models"),
              optional("max_completion_tokens", MAX_TOKENS, "The same, by its newer name"),
              optional("seed", new ValueType.Whole(0, 1L << 50), "Makes a temperature repeatable"),
              optional("logprobs", new ValueType.Switch(), "Give the tokens' log-probabilities"),
              optional(
                  "top_logprobs",
                  new ValueType.Whole(0, 20),
                  "How many of the most probable tokens are given with each; needs logprobs"),
              optional("n", new ValueType.Whole(1, 1), "Number of answers: one"),
              optional(
                  "enable_thinking",
                  new ValueType.Switch(),
                  "Whether a text model thinks before it answers"),
              optional(
                  "asr_options",
                  new ValueType.Structure(),
                  "language: the language spoken; transcription models")));

  static final Operation DASHSCOPE =
      new Operation(
          "The same in the shape of DashScope's multimodal generation, as its SDKs ask",
          Operation.Body.JSON,
          List.of(
              required("model", new ValueType.Text(200), "Id of a model, or an alias"),
              required("input", new ValueType.Structure(), "messages, with parts text and audio"),
              optional(
                  "parameters",
                  new ValueType.Structure(),
                  "asr_options.language, temperature, seed, incremental_output")));

  private ChatParameters() {}
}
