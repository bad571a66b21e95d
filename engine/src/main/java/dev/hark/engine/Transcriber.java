package dev.hark.engine;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.longform.PauseSplitter;
import dev.hark.engine.longform.PieceCutter;
import dev.hark.engine.longform.PiecePipeline;
import dev.hark.engine.longform.ReferenceCutter;
import dev.hark.engine.longform.RetrySettings;
import dev.hark.engine.longform.SampleReader;
import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import java.nio.file.Path;

/**
 * Turns speech into text with a Qwen3-ASR checkpoint.
 *
 * <pre>{@code
 * try (var hark = Transcriber.open(Path.of("Qwen3-ASR-0.6B"))) {
 *   System.out.println(hark.transcribe(Path.of("meeting.mp3")).text());
 * }
 * }</pre>
 *
 * <p>One transcriber serves any number of threads: what they ask for is decoded together, up to the
 * batch size. Interrupting a calling thread cancels its transcription within one decoding step.
 * Closing frees the model; no call may be running then.
 */
public final class Transcriber implements AutoCloseable {
  private final ModelRuntime runtime;
  private final Recognizer recognizer;
  private final AudioReader reader;
  private final int batchSize;

  private Transcriber(ModelRuntime runtime, Recognizer recognizer, int batchSize) {
    this.runtime = runtime;
    this.recognizer = recognizer;
    this.reader = AudioReader.create();
    this.batchSize = batchSize;
  }

  /**
   * Opens a model folder with the usual options.
   *
   * @throws ModelException if the folder holds no speech recogniser, or a damaged one
   */
  public static Transcriber open(Path directory) {
    return open(directory, EngineOptions.create());
  }

  /**
   * Opens a model folder.
   *
   * @throws ModelException if the folder holds no speech recogniser, or a damaged one, or the
   *     compiled model cannot be written
   */
  public static Transcriber open(Path directory, EngineOptions options) {
    ModelRuntime runtime = ModelRuntime.open(directory, options);
    try {
      if (!(runtime.config() instanceof AsrConfig config)) {
        throw new ModelException(
            "%s holds no speech recogniser; give the folder of a Qwen3-ASR model"
                .formatted(directory));
      }
      return new Transcriber(runtime, Recognizer.start(runtime, config), options.batchSize());
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  /**
   * Transcribes a file in any format.
   *
   * @throws dev.hark.audio.AudioException if it cannot be read as audio
   */
  public Transcription transcribe(Path file) {
    return transcribe(AudioSource.of(file), TranscribeOptions.create());
  }

  /**
   * Transcribes a recording. Audio of any length is read as a stream.
   *
   * @throws dev.hark.audio.AudioException if it cannot be read as audio
   * @throws IllegalArgumentException if the language is not one of the model's
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public Transcription transcribe(AudioSource audio, TranscribeOptions options) {
    try (PcmStream stream = reader.open(audio)) {
      return transcribe(stream::read, options);
    }
  }

  /**
   * Transcribes samples.
   *
   * @param samples mono, 16 kHz, in [-1, 1]
   */
  public Transcription transcribe(float[] samples, TranscribeOptions options) {
    int[] position = {0};
    return transcribe(
        (into, offset, length) -> {
          int count = Math.min(length, samples.length - position[0]);
          if (count <= 0) {
            return -1;
          }
          System.arraycopy(samples, position[0], into, offset, count);
          position[0] += count;
          return count;
        },
        options);
  }

  private Transcription transcribe(SampleReader samples, TranscribeOptions options) {
    RetrySettings retries =
        RetrySettings.create()
            .withContext(!options.context().isBlank())
            .withSkipSilence(options.skipSilence());
    return PiecePipeline.create(recognizer.decoder(options), batchSize, retries)
        .transcribe(
            samples, cutter(options), piece -> piece.segment().ifPresent(options.segments()));
  }

  private static PieceCutter cutter(TranscribeOptions options) {
    return switch (options.split()) {
      case PAUSES ->
          PauseSplitter.create(
              options.pieceLength(), options.pieceLength().multipliedBy(4).dividedBy(3));
      case REFERENCE -> ReferenceCutter.create();
    };
  }

  @Override
  public void close() {
    recognizer.close();
    runtime.close();
  }
}
