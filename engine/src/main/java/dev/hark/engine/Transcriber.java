package dev.hark.engine;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.longform.PauseSplitter;
import dev.hark.engine.longform.PieceCutter;
import dev.hark.engine.longform.PieceDecoder;
import dev.hark.engine.longform.PiecePipeline;
import dev.hark.engine.longform.ReferenceCutter;
import dev.hark.engine.longform.RetrySettings;
import dev.hark.engine.longform.SampleReader;
import dev.hark.engine.longform.SpeechActivity;
import dev.hark.engine.stream.StreamModel;
import dev.hark.engine.stream.StreamSession;
import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
  /** The last resort for a piece that loops whatever is tried. */
  private static final double RETRY_TEMPERATURE = 0.2;

  /** With the third more that a piece may take for a pause, the 180 s of the reference. */
  private static final Duration LONGEST_ALIGNED_PIECE = Duration.ofSeconds(135);

  private static final Duration MOST_AUDIO_AT_ONCE = Duration.ofMinutes(16);

  private final ModelRuntime runtime;
  private final Recognizer recognizer;
  private final Optional<AudioHeads> heads;
  private final Vad vad;
  private final AudioReader reader;
  private final int batchSize;

  private Transcriber(
      ModelRuntime runtime, AsrConfig config, OtherPrecision other, EngineOptions options) {
    this.runtime = runtime;
    this.vad = options.vad();
    this.heads = runtime.heads().map(known -> new AudioHeads(runtime, known));
    if (vad == Vad.NEURAL) {
      heads
          .orElseThrow(() -> AudioHeads.withoutVoiceActivity("the model has no heads"))
          .checkVoiceActivity();
    }
    this.recognizer = Recognizer.start(runtime, config, other, heads);
    this.reader = AudioReader.create();
    this.batchSize = options.batchSize();
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
      return new Transcriber(runtime, config, new OtherPrecision(directory, options), options);
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
      return transcribe(stream, options);
    }
  }

  /**
   * Transcribes samples while they are decoded. The stream stays the caller's to close.
   *
   * @throws dev.hark.audio.AudioException if the recording turns out to be damaged
   */
  public Transcription transcribe(PcmStream audio, TranscribeOptions options) {
    return transcribe(audio::read, cutter(options), options);
  }

  /**
   * Transcribes a recording whose transcript is kept part by part, and goes on behind the parts of
   * an earlier run that was broken off. The transcript is the same as of an unbroken run; it has no
   * probabilities of languages, which parts do not keep.
   *
   * @param audio the recording from its start; what the parts cover is read and not decoded again
   * @param done parts of an earlier run over the same recording with the same model and options, in
   *     order from the start; empty to begin
   * @param parts hears each further part in order as soon as it is final, one thread at a time;
   *     what it throws ends the run
   * @throws IllegalArgumentException if the parts are not those of this recording
   */
  public Transcription resume(
      PcmStream audio,
      TranscribeOptions options,
      List<TranscriptPart> done,
      Consumer<TranscriptPart> parts) {
    return pipeline(options, new HeardLanguages())
        .resume(
            audio::read,
            cutter(options),
            done,
            part -> {
              parts.accept(part);
              part.segments().forEach(options.segments());
            },
            options.deltas());
  }

  /**
   * Transcribes samples.
   *
   * @param samples mono, 16 kHz, in [-1, 1]
   */
  public Transcription transcribe(float[] samples, TranscribeOptions options) {
    return transcribe(samples, cutter(options), options);
  }

  Transcription transcribe(float[] samples, PieceCutter cutter, TranscribeOptions options) {
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
        cutter,
        options);
  }

  /** The heads beside the model, if there are any; not to be used after closing. */
  public Optional<AudioHeads> heads() {
    return heads;
  }

  /** Opens live streams, which are decoded together with everything else. */
  public StreamingTranscriber streaming() {
    StreamModel model = recognizer.streamModel();
    return (options, listener) -> StreamSession.start(model, options, listener);
  }

  private Transcription transcribe(
      SampleReader samples, PieceCutter cutter, TranscribeOptions options) {
    HeardLanguages heard = new HeardLanguages();
    return pipeline(options, heard)
        .transcribe(
            samples,
            cutter,
            piece -> piece.segments().forEach(options.segments()),
            options.deltas())
        .withLanguageProbabilities(heard.mean());
  }

  private PiecePipeline pipeline(TranscribeOptions options, HeardLanguages heard) {
    RetrySettings retries =
        RetrySettings.create()
            .withContext(options.context())
            .withOtherPrecision(true)
            .withTemperature(RETRY_TEMPERATURE)
            .withSkipSilence(options.skipSilence());
    PiecePipeline pipeline =
        PiecePipeline.create(decoder(options, heard), piecesAtOnce(options), retries);
    return options.aligner().map(words -> pipeline.withAligner(words::align)).orElse(pipeline);
  }

  private PieceDecoder decoder(TranscribeOptions options, HeardLanguages heard) {
    PieceDecoder decoder = recognizer.decoder(options, heard);
    return switch (vad) {
      case ENERGY -> decoder;
      case NEURAL ->
          decoder.withActivity(samples ->
              SpeechActivity.of(samples.length, heads.orElseThrow().judge(samples).speech()));
    };
  }

  /** Long pieces need so much memory each that fewer of them are decoded together. */
  private int piecesAtOnce(TranscribeOptions options) {
    return (int) Math.clamp(MOST_AUDIO_AT_ONCE.dividedBy(pieceLength(options)), 1L, batchSize);
  }

  private static PieceCutter cutter(TranscribeOptions options) {
    Duration length = pieceLength(options);
    return switch (options.split()) {
      case PAUSES -> PauseSplitter.create(length);
      case REFERENCE -> ReferenceCutter.create(length);
    };
  }

  /** Wanted length of a piece; the aligner sets a bound. */
  private static Duration pieceLength(TranscribeOptions options) {
    boolean aligned = options.aligner().isPresent();
    return switch (options.split()) {
      case PAUSES ->
          aligned && options.pieceLength().compareTo(LONGEST_ALIGNED_PIECE) > 0
              ? LONGEST_ALIGNED_PIECE
              : options.pieceLength();
      case REFERENCE -> aligned ? ReferenceCutter.LONGEST_ALIGNED : ReferenceCutter.LONGEST;
    };
  }

  @Override
  public void close() {
    recognizer.close();
    runtime.close();
  }
}
