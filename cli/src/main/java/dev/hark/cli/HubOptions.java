package dev.hark.cli;

import dev.hark.model.hub.HubSettings;
import dev.hark.model.hub.HubSource;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where models come from, for every command that needs one. */
final class HubOptions {
  @Option(
      names = "--hub",
      paramLabel = "NAME",
      description = "Where to download models: huggingface or modelscope (default: HARK_HUB)")
  private @Nullable String hub;

  @Option(
      names = {"--model-dir", "--model_dir"},
      paramLabel = "FOLDER",
      description = "Folder that keeps downloaded models (default: the one of huggingface_hub)")
  private @Nullable Path modelFolder;

  @Option(
      names = {"--offline", "--local_files_only"},
      description = "Use only models that are here; open no connection")
  private boolean offline;

  /** The hub these options and the environment ask for. */
  ModelHub open() {
    return ModelHub.create(
        settings(System.getenv(), Path.of(System.getProperty("user.home", "."))));
  }

  HubSettings settings(Map<String, String> environment, Path home) {
    String name = hub == null ? environment.getOrDefault("HARK_HUB", "huggingface") : hub;
    HubSettings settings = HubSettings.of(HubSource.of(name), environment, home);
    if (modelFolder != null) {
      settings = settings.withCacheFolder(modelFolder);
    }
    return offline ? settings.withOffline(true) : settings;
  }
}
