package dev.hark.engine.align;

import java.util.ArrayList;
import java.util.List;

/** Collects kept characters into units and remembers where in the transcript they stood. */
final class UnitBuilder {
  private final List<AlignmentUnit> units = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int start;
  private int end;

  /** Adds the code point at {@code index} to the open unit if the aligner reads it. */
  void add(int codePoint, int index) {
    add(codePoint, index, index + Character.charCount(codePoint));
  }

  /** Adds a code point that stands for [from, to) of the transcript. */
  void add(int codePoint, int from, int to) {
    if (!Characters.isKept(codePoint)) {
      return;
    }
    if (text.isEmpty()) {
      start = from;
    }
    text.appendCodePoint(codePoint);
    end = to;
  }

  /** Adds the kept characters of [from, to) of {@code source} to the open unit. */
  void addAll(String source, int from, int to) {
    for (int i = from; i < to; ) {
      int codePoint = source.codePointAt(i);
      add(codePoint, i);
      i += Character.charCount(codePoint);
    }
  }

  /** Closes the open unit; without a kept character there is none. */
  void close() {
    if (!text.isEmpty()) {
      units.add(new AlignmentUnit(text.toString(), start, end));
      text.setLength(0);
    }
  }

  /** All units, the open one closed. */
  List<AlignmentUnit> build() {
    close();
    return List.copyOf(units);
  }
}
