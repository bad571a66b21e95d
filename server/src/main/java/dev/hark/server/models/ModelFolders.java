package dev.hark.server.models;

import java.nio.file.Path;

/** Finds the folder of a model, which may mean to download it. */
@FunctionalInterface
public interface ModelFolders {
  /**
   * The folder of a model.
   *
   * @param name a name such as {@code qwen3-asr-0.6b}, or a folder
   */
  Path folder(String name);
}
