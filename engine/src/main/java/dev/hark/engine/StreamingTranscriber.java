package dev.hark.engine;

/**
 * Opens live streams on a model that is loaded once. Their steps are decoded together with each
 * other's and with whatever else the model is doing.
 *
 * <pre>{@code
 * try (var hark = Transcriber.open(Path.of("Qwen3-ASR-0.6B"));
 *     var session = hark.streaming().open(StreamOptions.live(), System.out::println)) {
 *   session.feed(samples); // as they arrive
 *   session.finish().join();
 * }
 * }</pre>
 */
public interface StreamingTranscriber {
  /**
   * Opens a stream. Close it, and all others, before the transcriber.
   *
   * @throws IllegalArgumentException if the language is not one of the model's
   */
  LiveSession open(StreamOptions options, StreamListener listener);
}
