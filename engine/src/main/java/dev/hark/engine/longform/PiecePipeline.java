package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Alignment;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Transcribes a recording while it is read: cuts it into pieces, decodes several of them at a time,
 * and joins their texts in order.
 *
 * <p>Memory does not grow with the length of the recording but for its text: at most {@code
 * piecesInFlight} pieces are being decoded while one more waits and the next is read. Every sample
 * is accounted for by exactly one span of the result.
 */
public final class PiecePipeline {
  private static final int READ_SAMPLES = PcmStream.SAMPLE_RATE_HZ;

  private final PieceDecoder decoder;
  private final int piecesInFlight;
  private final RetrySettings retries;
  private final Optional<PieceAligner> aligner;

  private PiecePipeline(
      PieceDecoder decoder,
      int piecesInFlight,
      RetrySettings retries,
      Optional<PieceAligner> aligner) {
    this.decoder = decoder;
    this.piecesInFlight = piecesInFlight;
    this.retries = retries;
    this.aligner = aligner;
  }

  /**
   * A pipeline over a decoder.
   *
   * @param piecesInFlight how many pieces the decoder gets at a time, at least 1
   */
  public static PiecePipeline create(
      PieceDecoder decoder, int piecesInFlight, RetrySettings retries) {
    if (piecesInFlight < 1) {
      throw new IllegalArgumentException(
          "Pieces in flight: got " + piecesInFlight + ", wanted at least 1");
    }
    return new PiecePipeline(decoder, piecesInFlight, retries, Optional.empty());
  }

  /** The same pipeline with times for words; its segments are sentences. */
  public PiecePipeline withAligner(PieceAligner words) {
    return new PiecePipeline(decoder, piecesInFlight, retries, Optional.of(words));
  }

  /**
   * Transcribes everything the reader gives.
   *
   * @param listener is told each piece in order, as soon as it and all before it are done; called
   *     by one thread at a time
   * @param text hears the text of the first piece that is not done while it grows; of a piece that
   *     has to be decoded again, only the first attempt
   * @throws CancellationException when the calling thread is interrupted
   */
  public Transcription transcribe(
      SampleReader reader,
      PieceCutter cutter,
      Consumer<TranscribedPiece> listener,
      Consumer<String> text) {
    LiveText live = new LiveText(text);
    List<TranscribedPiece> done = new ArrayList<>();
    RetryLadder ladder = new RetryLadder(decoder, retries);
    try (OrderedTasks<List<TranscribedPiece>> tasks =
        new OrderedTasks<>(
            piecesInFlight,
            pieces -> {
              done.addAll(pieces);
              pieces.forEach(listener);
              live.next();
            })) {
      Consumer<Piece> submit =
          piece -> {
            long index = tasks.submitted();
            Consumer<String> growing = part -> live.accept(index, part);
            tasks.submit(() -> align(piece, ladder.transcribe(piece, growing)));
          };
      float[] buffer = new float[READ_SAMPLES];
      for (int count; (count = reader.read(buffer, 0, buffer.length)) >= 0; ) {
        cutter.accept(buffer, 0, count, submit);
      }
      cutter.finish(submit);
      tasks.await();
    }
    return assemble(done);
  }

  private List<TranscribedPiece> align(Piece piece, List<TranscribedPiece> parts) {
    return aligner
        .map(words -> parts.stream().map(part -> align(piece, part, words)).toList())
        .orElse(parts);
  }

  private static TranscribedPiece align(Piece piece, TranscribedPiece part, PieceAligner words) {
    if (part.text().isEmpty()) {
      return part;
    }
    int from = Math.toIntExact(part.startSample() - piece.startSample());
    int to = Math.toIntExact(part.endSample() - piece.startSample());
    Alignment alignment = words.align(piece.part(from, to).samples(), part.text(), part.language());
    return part.withWords(alignment.text(), WordTimes.shift(alignment.words(), part.startSample()));
  }

  private static Transcription assemble(List<TranscribedPiece> pieces) {
    List<String> texts = new ArrayList<>();
    List<String> languages = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    long samples = 0;
    for (TranscribedPiece piece : pieces) {
      spans.addAll(piece.spans());
      samples = piece.endSample();
      if (!piece.text().isEmpty()) {
        texts.add(piece.text());
        languages.add(piece.language());
        segments.addAll(piece.segments());
      }
    }
    return new Transcription(
        TextJoin.texts(texts), TextJoin.languages(languages), Piece.time(samples), segments, spans);
  }
}
