package dev.hark.server.http;

import java.util.List;

/** What values a parameter takes. */
public sealed interface ValueType {
  /** Any text of up to so many characters. */
  record Text(int maxLength) implements ValueType {}

  /** One of these words. */
  record Choice(List<String> values) implements ValueType {
    public Choice {
      values = List.copyOf(values);
    }
  }

  /** A number from {@code min} to {@code max}. */
  record Range(double min, double max) implements ValueType {}

  /** A whole number from {@code min} to {@code max}. */
  record Whole(long min, long max) implements ValueType {}

  /** True or false. */
  record Switch() implements ValueType {}

  /** A file. */
  record File() implements ValueType {}

  /** Several values of a type. */
  record Several(ValueType element, int maxCount) implements ValueType {}

  /** A JSON object or a word; its parts are checked where they are used. */
  record Structure() implements ValueType {}
}
