package dev.hark.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the encoder's stem has made of the full chunks of a growing window, of 100 mel frames each.
 * The stem sees one chunk at a time, so a chunk whose features are what they were has the tokens it
 * had. One encoding at a time.
 */
public final class KnownChunks {
  private final List<Chunk> chunks = new ArrayList<>();

  private KnownChunks() {}

  /** None yet. */
  public static KnownChunks create() {
    return new KnownChunks();
  }

  /**
   * A chunk.
   *
   * @param features {@code [mels, 100]}
   * @param tokens {@code [13, width]}
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  private record Chunk(float[] features, float[] tokens) {}

  /** Whether a chunk has been seen with the same features. */
  boolean knows(int chunk, float[] features) {
    return chunk < chunks.size() && Arrays.equals(chunks.get(chunk).features, features);
  }

  /** Tokens of a chunk that is known. */
  float[] tokens(int chunk) {
    return chunks.get(chunk).tokens;
  }

  /** Keeps a chunk; those before it are known. */
  void keep(int chunk, float[] features, float[] tokens) {
    Chunk kept = new Chunk(features, tokens);
    if (chunk < chunks.size()) {
      chunks.set(chunk, kept);
    } else {
      chunks.add(kept);
    }
  }

  /** Forgets all, when another window begins. */
  public void forget() {
    chunks.clear();
  }
}
