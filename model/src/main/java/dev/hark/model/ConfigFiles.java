package dev.hark.model;

import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a model folder's configuration files.
 *
 * @param directory the folder, for messages
 * @param generation {@code generation_config.json}, if there is one
 * @param processor {@code processor_config.json}, if there is one
 */
@SuppressWarnings("ArrayRecordComponent")
record ConfigFiles(
    Path directory, byte[] config, byte @Nullable [] generation, byte @Nullable [] processor) {
  private static final long LARGEST = 16 << 20;

  static ConfigFiles open(Path directory) {
    Path config = directory.resolve("config.json");
    if (!Files.isDirectory(directory)) {
      throw new ModelException(
          "%s is not a folder, wanted a model folder with config.json and weights"
              .formatted(directory));
    }
    if (!Files.isRegularFile(config)) {
      throw new ModelException(
          "%s has no config.json, so it is not a model folder; download the whole model"
              .formatted(directory));
    }
    return new ConfigFiles(
        directory,
        JsonFile.bytes(config, LARGEST),
        optional(directory.resolve("generation_config.json")),
        optional(directory.resolve("processor_config.json")));
  }

  private static byte @Nullable [] optional(Path file) {
    return Files.isRegularFile(file) ? JsonFile.bytes(file, LARGEST) : null;
  }

  ModelConfig parse() {
    JsonObject main = JsonFile.object(directory.resolve("config.json").toString(), config);
    return new ConfigParser(
            main,
            sibling("generation_config.json", generation),
            sibling("processor_config.json", processor))
        .parse();
  }

  private @Nullable JsonObject sibling(String name, byte @Nullable [] bytes) {
    return bytes == null ? null : JsonFile.object(directory.resolve(name).toString(), bytes);
  }
}
