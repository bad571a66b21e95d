package dev.hark.engine.align;

import java.util.List;

/**
 * The rule that cuts a transcript into the words whose times a forced aligner predicts.
 *
 * <p>A splitter may be used by several threads at once. The aligner accepts arbitrary units, so an
 * own segmenter can stand in for the rule of a language; see {@link WordRules}.
 */
@FunctionalInterface
public interface WordSplitter {
  /**
   * The units of {@code text}, in order and without overlap. Text without a letter or digit has
   * none.
   */
  List<AlignmentUnit> split(String text);
}
