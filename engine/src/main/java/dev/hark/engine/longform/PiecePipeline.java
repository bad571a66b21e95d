package dev.hark.engine.longform;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Alignment;
import dev.hark.engine.TextDelta;
import dev.hark.engine.TranscriptPart;
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
      Consumer<TextDelta> text) {
    List<TranscribedPiece> done = new ArrayList<>();
    run(
        reader,
        cutter,
        pieces -> {
          done.addAll(pieces);
          pieces.forEach(listener);
        },
        text);
    return part(done)
        .map(all ->
            new Transcription(all.text(), all.language(), all.end(), all.segments(), all.spans()))
        .orElseGet(() -> TranscriptPart.join(List.of()));
  }

  /**
   * Transcribes what follows the parts of an earlier run over the same recording.
   *
   * @param reader the recording from its start; the parts' samples are read and not looked at
   * @param done parts of an earlier run, in order from the start
   * @param listener is told each further part in order, as soon as it is final; called by one
   *     thread at a time
   * @return the same as of an unbroken run
   * @throws IllegalArgumentException if the parts do not follow each other, or go beyond the end
   */
  public Transcription resume(
      SampleReader reader,
      PieceCutter cutter,
      List<TranscriptPart> done,
      Consumer<TranscriptPart> listener,
      Consumer<TextDelta> text) {
    List<TranscriptPart> parts = new ArrayList<>(done);
    long start = TranscribedSamples.readOver(reader, done);
    run(
        reader,
        start == 0 ? cutter : new LaterCutter(cutter, start),
        pieces ->
            part(pieces)
                .ifPresent(part -> {
                  parts.add(part);
                  listener.accept(part);
                }),
        text);
    return TranscriptPart.join(parts);
  }

  private void run(
      SampleReader reader,
      PieceCutter cutter,
      Consumer<List<TranscribedPiece>> listener,
      Consumer<TextDelta> text) {
    LiveText live = new LiveText(text);
    RetryLadder ladder = new RetryLadder(decoder, retries);
    try (OrderedTasks<List<TranscribedPiece>> tasks =
        new OrderedTasks<>(
            piecesInFlight,
            pieces -> {
              listener.accept(pieces);
              live.next();
            })) {
      Consumer<Piece> submit =
          piece -> {
            long index = tasks.submitted();
            Consumer<TextDelta> growing = part -> live.accept(index, part);
            tasks.submit(() -> align(piece, ladder.transcribe(piece, growing)));
          };
      float[] buffer = new float[READ_SAMPLES];
      for (int count; (count = reader.read(buffer, 0, buffer.length)) >= 0; ) {
        cutter.accept(buffer, 0, count, submit);
      }
      cutter.finish(submit);
      tasks.await();
    }
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

  /** What pieces that follow each other make together, if there are any. */
  private static Optional<TranscriptPart> part(List<TranscribedPiece> pieces) {
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    List<TranscribedPiece> spoken =
        pieces.stream().filter(piece -> !piece.text().isEmpty()).toList();
    return Optional.of(
        new TranscriptPart(
            Piece.time(pieces.getFirst().startSample()),
            Piece.time(pieces.getLast().endSample()),
            TextJoin.texts(spoken.stream().map(TranscribedPiece::text).toList()),
            TextJoin.languages(spoken.stream().map(TranscribedPiece::language).toList()),
            spoken.stream().flatMap(piece -> piece.segments().stream()).toList(),
            pieces.stream().flatMap(piece -> piece.spans().stream()).toList()));
  }
}
