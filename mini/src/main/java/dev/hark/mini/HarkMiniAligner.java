package dev.hark.mini;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * hark-mini-aligner, a forced aligner of less than a million parameters that needs no download: it
 * finds when the words were said that hark-mini knows. {@code docs/hark-mini.md} has how far its
 * times lie from true ones.
 */
public final class HarkMiniAligner {
  /** The name by which the command line knows the model. */
  public static final String NAME = "hark-mini-aligner";

  /** The tokens are those of hark-mini. */
  private static final List<String> FILES =
      List.of(
          "aligner/config.json",
          "aligner/model.safetensors",
          "aligner/tokenizer_config.json",
          "model/merges.txt",
          "model/vocab.json");

  private HarkMiniAligner() {}

  /** Opens the aligner with the usual options. */
  public static ForcedAligner open() {
    return open(EngineOptions.create());
  }

  /**
   * Opens the aligner.
   *
   * @throws UncheckedIOException if the cache folder of the options cannot be written
   */
  public static ForcedAligner open(EngineOptions options) {
    return ForcedAligner.open(folder(options.cacheFolder()), options);
  }

  /**
   * The aligner as a folder in the layout of the official checkpoints, unpacked as {@link
   * HarkMini#folder} is.
   *
   * @param cacheFolder the folder that holds what can be made again
   * @throws UncheckedIOException if it cannot be written
   */
  public static Path folder(Path cacheFolder) {
    return new PackedFolder(HarkMiniAligner.class, NAME, FILES).unpack(cacheFolder);
  }
}
