package dev.hark.engine.format;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Transcripts made at random, tame or hostile: many scripts, long words, empty spans. */
final class RandomTranscripts {
  private static final String[] ATOMS = {
    "a",
    "the",
    "Hello,",
    "world.",
    "it's",
    "well-known",
    "Donaudampfschifffahrtsgesellschaft",
    "x".repeat(60),
    "你",
    "好。",
    "世界，",
    "「引用」",
    "です。",
    "コーヒー",
    "한국어",
    "텍스트입니다.",
    "สวัสดีครับ",
    "👩‍👩‍👧‍👦",
    "🎉",
    "e\u0301te\u0301",
    "مرحبا",
    "بالعالم؟",
    "שלום",
    "--> 00:00",
    "<b>&amp;</b>",
    "…",
    "—",
    "1,000",
    "नमस्ते",
    "\u200bzero",
    "tab\there",
    "new\nline",
    "\u0007bell",
    "!!!",
    "(",
    ")",
    "नहीं।"
  };

  private final Random random;

  RandomTranscripts(long seed) {
    this.random = new Random(seed);
  }

  /** A transcript of up to {@code maxSegments} segments, with words or without. */
  Transcription next(int maxSegments) {
    List<Segment> segments = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    long at = random.nextInt(3000);
    int count = random.nextInt(maxSegments + 1);
    for (int i = 0; i < count; i++) {
      at += random.nextInt(4) == 0 ? random.nextInt(6000) : 0;
      Segment segment = random.nextBoolean() ? withWords(at) : withoutWords(at);
      segments.add(segment);
      text.append(segment.text()).append(' ');
      at = segment.end().toMillis();
    }
    Duration duration = millis(at + random.nextInt(2000));
    return new Transcription(
        text.toString().strip(),
        count == 0 ? "" : "English",
        duration,
        segments,
        List.of(new Span(Duration.ZERO, duration, Coverage.SPEECH, "")));
  }

  private Segment withoutWords(long start) {
    StringBuilder text = new StringBuilder();
    int atoms = random.nextInt(40);
    for (int i = 0; i < atoms; i++) {
      text.append(atom()).append(random.nextInt(3) == 0 ? "" : " ");
    }
    long length = random.nextInt(5) == 0 ? 0 : random.nextInt(20_000);
    return new Segment(
        millis(start), millis(start + length), text.toString().strip(), "English", List.of());
  }

  private Segment withWords(long start) {
    StringBuilder text = new StringBuilder();
    List<Word> words = new ArrayList<>();
    long at = start;
    int atoms = 1 + random.nextInt(60);
    for (int i = 0; i < atoms; i++) {
      String atom = atom();
      text.append(atom).append(random.nextInt(4) == 0 ? "" : " ");
      if (random.nextInt(12) == 0) {
        text.append(random.nextBoolean() ? "- " : "missing ");
      }
      long from = at + (random.nextInt(10) == 0 ? random.nextInt(3000) : 0);
      at = from + (random.nextInt(6) == 0 ? 1 : random.nextInt(700));
      words.add(new Word(atom, millis(from), millis(at), millis(from), millis(at)));
    }
    return new Segment(millis(start), millis(at), text.toString().strip(), "English", words);
  }

  private String atom() {
    return ATOMS[random.nextInt(ATOMS.length)];
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
