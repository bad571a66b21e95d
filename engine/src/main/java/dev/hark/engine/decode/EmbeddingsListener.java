package dev.hark.engine.decode;

/** Hears what the audio encoder made of a clip, on the thread that generates for all callers. */
@FunctionalInterface
public interface EmbeddingsListener {
  /**
   * Called once, before the first token.
   *
   * @param embeddings {@code [tokens, hidden]}, not to be changed
   */
  void accept(float[] embeddings);
}
