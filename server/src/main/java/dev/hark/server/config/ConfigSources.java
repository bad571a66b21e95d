package dev.hark.server.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts a configuration together: standard values, then file, then environment, then flags. */
public final class ConfigSources {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ConfigSources() {}

  /**
   * The configuration that the sources say.
   *
   * @param file a {@code .json} object or Java properties, with the keys of {@link Setting}
   * @param flags values from the command line
   * @throws IllegalArgumentException if a key is not known or a value is wrong; the message names
   *     the place
   */
  public static ServerConfig read(
      Optional<Path> file, Map<String, String> environment, Map<Setting, String> flags) {
    ServerConfig config = ServerConfig.create();
    if (file.isPresent()) {
      for (Map.Entry<String, String> entry : entries(file.get()).entrySet()) {
        String place = file.get() + ": " + entry.getKey();
        Setting setting =
            Setting.find(entry.getKey())
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        place + " is no setting; see docs/server.md for all"));
        config = config.with(setting, entry.getValue(), place);
      }
    }
    for (Setting setting : Setting.values()) {
      String value = environment.getOrDefault(setting.variable(), "");
      if (!value.isBlank()) {
        config = config.with(setting, value, setting.variable());
      }
    }
    for (Map.Entry<Setting, String> flag : flags.entrySet()) {
      config = config.with(flag.getKey(), flag.getValue(), flag.getKey().flag());
    }
    return config;
  }

  private static Map<String, String> entries(Path file) {
    Map<String, String> entries = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      if (file.toString().endsWith(".json")) {
        JsonNode root = JSON.readTree(reader);
        if (!root.isObject()) {
          throw new IllegalArgumentException(file + ": wanted a JSON object of settings");
        }
        root.properties()
            .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asString()));
      } else {
        Properties properties = new Properties();
        properties.load(reader);
        properties
            .stringPropertyNames()
            .forEach(key -> entries.put(key, properties.getProperty(key)));
      }
      return entries;
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException(
          "configuration %s cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "configuration %s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }
}
