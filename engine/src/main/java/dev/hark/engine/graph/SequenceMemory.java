package dev.hark.engine.graph;

import ai.onnxruntime.OnnxTensor;
import java.nio.IntBuffer;
import java.util.Map;

/**
 * What a decoder remembers of its sequences, one row each, and how that is bound to its graph. A
 * row begins empty and takes its prompt first, then a position a step.
 */
sealed interface SequenceMemory extends AutoCloseable permits FloatMemory, QuantizedMemory {
  /** Rows there are. */
  int rows();

  /** Positions of a row. */
  int length(int row);

  /** Forgets what a row holds from a position on. */
  void truncate(int row, int length);

  /** Moves a sequence to another row, over whatever is there. */
  void move(int from, int to);

  /** Makes room for rows of so many positions; returns whether memory moved. */
  boolean reserve(int positions);

  /** Makes room for more positions of a row's prompt; returns whether memory moved. */
  boolean reservePrompt(int row, int more);

  /** A copy of positions of a row that has not been stepped yet. */
  KvBlock save(int row, int from, int to);

  /** Appends saved positions to a row that has room and has not been stepped yet. */
  void append(int row, KvBlock block);

  /** Binds a run that appends positions to one row, as embeddings {@code [1, more, hidden]}. */
  void bindPrompt(
      int row, int more, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned);

  /** Notes that positions have been appended to one row. */
  void extended(int row, int more);

  /** Gets ready to step the first rows; returns whether memory moved. */
  boolean prepareStep(int rows);

  /**
   * Binds a run that moves the first rows on by a position each; used again until memory moves.
   *
   * @return where the positions of the rows go before each run
   */
  StepPositions bindStep(int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned);

  /** Notes that the first rows have moved on by a position each. */
  void stepped(int rows);

  /** Gives memory back; no row may be in use. */
  void release();

  @Override
  void close();

  /**
   * Inputs of a step that change from one to the next.
   *
   * @param last position of each row's new token {@code [rows]}
   * @param total positions of the longest row, the new one included
   */
  record StepPositions(IntBuffer last, IntBuffer total) {}
}
