package dev.hark.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Answers of the API in its {@code verbose_json} layout. */
final class Transcripts {
  private static final JsonMapper JSON = new JsonMapper();

  static final String TEXT =
      "And so, my fellow Americans, ask not what your country can do for you, "
          + "ask what you can do for your country.";
  static final String KENNEDY = of(11, List.of(TEXT), false);

  private Transcripts() {}

  /** Paragraphs whose words take equal times; one in five is unsure if there is confidence. */
  static String of(double seconds, List<String> paragraphs, boolean confidence) {
    long count = paragraphs.stream().mapToLong(text -> text.split(" ", -1).length).sum();
    double each = seconds / count;
    List<Object> segments = new ArrayList<>();
    List<Object> words = new ArrayList<>();
    for (String paragraph : paragraphs) {
      double start = words.size() * each;
      for (String word : paragraph.split(" ", -1)) {
        double from = words.size() * each;
        Map<String, Object> timed = new TreeMap<>();
        timed.put("word", word.replaceAll("[.,]", ""));
        timed.put("start", from);
        timed.put("end", from + each);
        if (confidence) {
          timed.put("confidence", words.size() % 5 == 4 ? 0.4 : 0.95);
        }
        words.add(timed);
      }
      double end = words.size() * each;
      segments.add(
          Map.of(
              "id",
              segments.size(),
              "start",
              start,
              "end",
              end,
              "text",
              paragraph,
              "status",
              "speech"));
    }
    return JSON.writeValueAsString(
        Map.of(
            "task",
            "transcribe",
            "language",
            "english",
            "duration",
            seconds,
            "text",
            String.join(" ", paragraphs),
            "segments",
            segments,
            "words",
            words));
  }
}
