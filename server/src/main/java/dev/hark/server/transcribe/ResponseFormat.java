package dev.hark.server.transcribe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The shapes of an answer. */
enum ResponseFormat {
  JSON,
  TEXT,
  SRT,
  VTT,
  VERBOSE_JSON,
  DIARIZED_JSON;

  static List<String> names() {
    return Arrays.stream(values()).map(ResponseFormat::label).toList();
  }

  static ResponseFormat of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
