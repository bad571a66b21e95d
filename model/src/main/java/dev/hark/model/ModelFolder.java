package dev.hark.model;

import dev.hark.model.json.JsonFile;
import dev.hark.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes model folders that any loader of the official layouts opens. */
public final class ModelFolder {
  /** Files beside the weights, copied where they are present. */
  private static final List<String> COMPANIONS =
      List.of(
          "config.json",
          "generation_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json",
          "merges.txt",
          "chat_template.json",
          "chat_template.jinja");

  private static final long LARGEST_CONFIG = 16 << 20;

  private ModelFolder() {}

  /**
   * Writes a model: the files beside the weights from {@code template}, whose layout decides what
   * the tensors are called, and {@code model.safetensors}, which appears last. Every file appears
   * whole or not at all.
   *
   * @param template a folder with {@code config.json} and a tokenizer, with or without weights
   * @param weights the tensors of {@link ModelConfig#tensorShapes}, by normal names
   * @param type number format of the weights, F32 or BF16
   */
  public static void write(Path folder, Path template, Weights weights, DataType type)
      throws IOException {
    ModelConfig config = ModelConfig.open(template);
    Files.createDirectories(folder);
    for (String name : COMPANIONS) {
      Path file = template.resolve(name);
      if (Files.isRegularFile(file)) {
        appear(
            folder.resolve(name),
            aside -> Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING));
      }
    }
    boolean original = isOriginalLayout(template);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Map<String, String> normal = new LinkedHashMap<>();
    config
        .tensorShapes()
        .forEach((name, shape) -> {
          String stored = original ? TensorNames.original(name) : name;
          shapes.put(stored, shape);
          normal.put(stored, name);
        });
    appear(
        folder.resolve("model.safetensors"),
        aside -> SafetensorsWriter.write(aside, shapes, new Renamed(weights, normal), type));
  }

  /** Writes a file. */
  @FunctionalInterface
  interface FileWriting {
    void to(Path file) throws IOException;
  }

  /** Has a file written beside its place, so that it appears whole or not at all. */
  static void appear(Path file, FileWriting writing) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      writing.to(aside);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Whether a folder's tensors have the names of the original layout, not normal ones. */
  static boolean isOriginalLayout(Path folder) {
    return JsonFile.object(folder.resolve("config.json"), LARGEST_CONFIG)
        .object("thinker_config")
        .isPresent();
  }

  /** Weights under the names of a file. */
  record Renamed(Weights weights, Map<String, String> normal) implements Weights {
    @Override
    public boolean contains(String name) {
      return normal.containsKey(name);
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      weights.read(normal.getOrDefault(name, name), from, into, count);
    }
  }
}
