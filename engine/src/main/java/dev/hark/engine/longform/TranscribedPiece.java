package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Coverage;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A piece of a recording with its text and what became of each of its seconds.
 *
 * @param startSample index of its first sample in the recording
 * @param endSample index after its last sample
 * @param text its text without surrounding white space, empty without speech
 * @param language English name of the language, empty when unknown
 * @param words the words with their times, counted from the start of the recording; empty unless
 *     the piece was aligned
 * @param spans what became of [startSample, endSample), in order and without gaps
 * @param tokens the tokens of the text with their probabilities; empty unless asked for
 */
public record TranscribedPiece(
    long startSample,
    long endSample,
    String text,
    String language,
    List<Word> words,
    List<Span> spans,
    List<ScoredToken> tokens) {
  /** Shorter silences belong to the speech around them. */
  private static final int SHORTEST_SILENCE = 3 * PcmStream.SAMPLE_RATE_HZ;

  public TranscribedPiece {
    words = List.copyOf(words);
    spans = List.copyOf(spans);
    tokens = List.copyOf(tokens);
  }

  /** A piece with one fate. */
  static TranscribedPiece of(Piece piece, PieceText text, Coverage coverage, String reason) {
    return new TranscribedPiece(
        piece.startSample(),
        piece.endSample(),
        text.text().strip(),
        text.language(),
        List.of(),
        List.of(new Span(piece.start(), piece.end(), coverage, reason)),
        text.tokens());
  }

  /**
   * A piece with text, in which long silences are told apart from the speech. When nothing rises
   * above the noise, the text is believed.
   */
  static TranscribedPiece spoken(
      Piece piece, SpeechActivity activity, PieceText text, Coverage coverage, String reason) {
    if (activity.activeSeconds() == 0) {
      return of(piece, text, coverage, reason);
    }
    List<Span> spans = new ArrayList<>();
    long from = piece.startSample();
    for (SpeechActivity.Stretch quiet : activity.quietStretches(SHORTEST_SILENCE)) {
      add(spans, from, piece.startSample() + quiet.from(), coverage, reason);
      from = piece.startSample() + quiet.to();
      add(spans, piece.startSample() + quiet.from(), from, Coverage.NO_SPEECH, "");
    }
    add(spans, from, piece.endSample(), coverage, reason);
    return new TranscribedPiece(
        piece.startSample(),
        piece.endSample(),
        text.text().strip(),
        text.language(),
        List.of(),
        spans,
        text.tokens());
  }

  private static void add(List<Span> spans, long from, long to, Coverage coverage, String reason) {
    if (from < to) {
      spans.add(new Span(Piece.time(from), Piece.time(to), coverage, reason));
    }
  }

  /** The same piece with its words; the text is the one they were found in. */
  TranscribedPiece withWords(String alignedText, List<Word> timedWords) {
    return new TranscribedPiece(
        startSample, endSample, alignedText, language, timedWords, spans, tokens);
  }

  /** The text as segments: sentences if the words have times, else one; none without text. */
  public List<Segment> segments() {
    if (!words.isEmpty()) {
      return withTokens(Sentences.split(text, language, words));
    }
    return text.isEmpty()
        ? List.of()
        : List.of(
            new Segment(
                Piece.time(startSample), Piece.time(endSample), text, language, List.of(), tokens));
  }

  private List<Segment> withTokens(List<Segment> sentences) {
    if (tokens.isEmpty()) {
      return sentences;
    }
    List<List<ScoredToken>> divided =
        ScoredToken.divide(tokens, text, sentences.stream().map(Segment::text).toList());
    return IntStream.range(0, sentences.size())
        .mapToObj(i -> sentences.get(i).withTokens(divided.get(i)))
        .toList();
  }

  /** Whether text of this piece may be missing. */
  public boolean truncated() {
    return spans.stream().anyMatch(span -> span.coverage() == Coverage.TRUNCATED);
  }
}
