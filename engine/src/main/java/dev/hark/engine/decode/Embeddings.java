package dev.hark.engine.decode;

import dev.hark.engine.InferenceException;
import dev.hark.engine.graph.NetworkPlan;
import dev.hark.model.network.Weights;

/**
 * The embedding table, read row by row from the mapped checkpoint: exact, and only the rows in use
 * take memory.
 */
final class Embeddings {
  private final Weights weights;
  private final int size;

  Embeddings(NetworkPlan plan) {
    this.weights = plan.weights();
    this.size = plan.text().hiddenSize();
  }

  /** Values of one row. */
  int size() {
    return size;
  }

  /** Copies a token's row to a row of a matrix. */
  void copy(int token, float[] into, int row) {
    float[] values = new float[size]; // [hidden]
    weights.read(NetworkPlan.EMBEDDING, (long) token * size, values, size);
    System.arraycopy(values, 0, into, row * size, size);
  }

  /**
   * Rows of a prompt, with the audio's in place of its placeholders.
   *
   * @param audio {@code [audioTokens, hidden]}
   * @return {@code [prompt, hidden]}
   */
  float[] prompt(TokenIds prompt, float[] audio, int audioToken) {
    float[] rows = new float[prompt.size() * size]; // [prompt, hidden]
    int audioAt = 0;
    for (int i = 0; i < prompt.size(); i++) {
      if (prompt.get(i) == audioToken) {
        if (audioAt + size > audio.length) {
          throw mismatch(prompt, audio, audioToken);
        }
        System.arraycopy(audio, audioAt, rows, i * size, size);
        audioAt += size;
      } else {
        copy(prompt.get(i), rows, i);
      }
    }
    if (audioAt != audio.length) {
      throw mismatch(prompt, audio, audioToken);
    }
    return rows;
  }

  private InferenceException mismatch(TokenIds prompt, float[] audio, int audioToken) {
    long placeholders = prompt.stream().filter(id -> id == audioToken).count();
    return new InferenceException(
        "the prompt has %d audio placeholders for %d audio tokens"
            .formatted(placeholders, audio.length / size));
  }
}
