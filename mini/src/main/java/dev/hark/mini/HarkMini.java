package dev.hark.mini;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Transcriber;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * hark-mini, a speech recogniser of a few million parameters that needs no download.
 *
 * <pre>{@code
 * try (var hark = HarkMini.open()) {
 *   System.out.println(hark.transcribe(Path.of("numbers.wav")).text());
 * }
 * }</pre>
 *
 * <p>It is made for spoken digits and numbers in English and Mandarin, and knows the words of
 * English dates, times and commands and spelled letters less well. Other speech comes out as wrong
 * words. Its model card, {@code docs/hark-mini.md}, has the error rates.
 */
public final class HarkMini {
  /** The name by which the command line knows the model. */
  public static final String NAME = "hark-mini";

  private static final List<String> FILES =
      List.of(
          "model/config.json",
          "model/generation_config.json",
          "model/heads.json",
          "model/heads.safetensors",
          "model/merges.txt",
          "model/model.safetensors",
          "model/tokenizer_config.json",
          "model/vocab.json");

  private HarkMini() {}

  /** Opens the model with the usual options. */
  public static Transcriber open() {
    return open(EngineOptions.create());
  }

  /**
   * Opens the model.
   *
   * @throws UncheckedIOException if the cache folder of the options cannot be written
   */
  public static Transcriber open(EngineOptions options) {
    return Transcriber.open(folder(options.cacheFolder()), options);
  }

  /**
   * The model as a folder in the layout of the official checkpoints, unpacked if it is not there
   * yet or not as it should be. Any number of processes may ask at once.
   *
   * @param cacheFolder the folder that holds what can be made again
   * @throws UncheckedIOException if it cannot be written
   */
  public static Path folder(Path cacheFolder) {
    return new PackedFolder(HarkMini.class, NAME, FILES).unpack(cacheFolder);
  }
}
