package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import java.nio.file.Path;
import java.util.Optional;

/** The opened models of one command. */
final class Models implements AutoCloseable {
  private final Transcriber transcriber;
  private final Optional<ForcedAligner> aligner;
  private boolean leftOpen;

  private Models(Transcriber transcriber, Optional<ForcedAligner> aligner) {
    this.transcriber = transcriber;
    this.aligner = aligner;
  }

  /** Opens a recogniser, and an aligner if its folder is given. */
  static Models open(Path recogniser, Optional<Path> aligner, EngineOptions options) {
    Transcriber transcriber = Transcriber.open(recogniser, options);
    try {
      return new Models(transcriber, aligner.map(folder -> ForcedAligner.open(folder, options)));
    } catch (RuntimeException e) {
      transcriber.close();
      throw e;
    }
  }

  Transcriber transcriber() {
    return transcriber;
  }

  /** The options with times for words if there is an aligner. */
  TranscribeOptions withWords(TranscribeOptions options) {
    return aligner.map(options::withWordTimestamps).orElse(options);
  }

  /** The same for a live session. */
  StreamOptions withWords(StreamOptions options) {
    return aligner.map(options::withWordTimestamps).orElse(options);
  }

  /** Leaves the models to the end of the process, since work on them could not be ended. */
  void leaveOpen() {
    leftOpen = true;
  }

  @Override
  public void close() {
    if (!leftOpen) {
      aligner.ifPresent(ForcedAligner::close);
      transcriber.close();
    }
  }
}
