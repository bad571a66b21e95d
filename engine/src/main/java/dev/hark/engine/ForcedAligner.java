package dev.hark.engine;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.align.AlignerNetwork;
import dev.hark.engine.align.KoreanDictionary;
import dev.hark.engine.align.TextAligner;
import dev.hark.engine.align.WordRules;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds out when each word of a known text was spoken, with a Qwen3-ForcedAligner checkpoint.
 *
 * <p>Serves any number of threads, one alignment after the other. Closing it frees the model; no
 * call may be running then.
 */
public final class ForcedAligner implements AutoCloseable {
  private final ModelRuntime runtime;
  private final AlignerNetwork network;
  private final TextAligner aligner;

  private ForcedAligner(ModelRuntime runtime, KoreanDictionary korean) {
    this.runtime = runtime;
    this.network = AlignerNetwork.of(runtime);
    this.aligner = new TextAligner(network, WordRules.create(korean));
  }

  /**
   * Opens a model folder with the usual options.
   *
   * @throws ModelException if the folder holds no forced aligner, or a damaged one
   */
  public static ForcedAligner open(Path directory) {
    return open(directory, EngineOptions.create());
  }

  /**
   * Opens a model folder. If it has the word list of the reference, {@code korean_dict_jieba.dict},
   * Korean text is split by it, else by a built-in list.
   *
   * @throws ModelException if the folder holds no forced aligner, or a damaged one
   */
  public static ForcedAligner open(Path directory, EngineOptions options) {
    KoreanDictionary korean = koreanDictionary(directory);
    ModelRuntime runtime = ModelRuntime.open(directory, options.withBatchSize(1));
    try {
      return new ForcedAligner(runtime, korean);
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private static KoreanDictionary koreanDictionary(Path directory) {
    Path file = directory.resolve(KoreanDictionary.FILE_NAME);
    if (!Files.exists(file)) {
      return KoreanDictionary.builtIn();
    }
    try {
      return KoreanDictionary.read(file);
    } catch (IOException | UncheckedIOException e) {
      throw new ModelException(
          "%s cannot be read as a word list in UTF-8 (%s); remove or replace it"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Languages that the model was made for, as English names; empty if it does not say. Text of
   * others is aligned too, word by word between spaces.
   */
  public List<String> supportedLanguages() {
    return network.config().supportedLanguages();
  }

  /**
   * Aligns a recording with its transcript.
   *
   * @param language English name such as {@code "Korean"}, which decides how the text is split into
   *     words; empty when unknown
   * @throws dev.hark.audio.AudioException if the recording cannot be read
   */
  public Alignment align(AudioSource audio, String text, String language) {
    return align(AudioReader.create().readAll(audio), text, language);
  }

  /**
   * Aligns samples with their transcript. Audio above 180 s is aligned in windows, which is less
   * sure than aligning its parts with the text of each.
   *
   * @param samples mono, 16 kHz, in [-1, 1]
   * @param language English name such as {@code "Korean"}, empty when unknown
   */
  public Alignment align(float[] samples, String text, String language) {
    return aligner.align(samples, text, language);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
