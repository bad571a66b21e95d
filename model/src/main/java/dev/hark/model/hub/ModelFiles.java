package dev.hark.model.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which files make a model. */
final class ModelFiles {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String INDEX = "model.safetensors.index.json";
  private static final Set<String> WANTED =
      Set.of(
          "config.json",
          "generation_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json",
          "merges.txt",
          "added_tokens.json",
          "special_tokens_map.json",
          "chat_template.json",
          "chat_template.jinja",
          INDEX);
  private static final long MAX_JSON_BYTES = 64 << 20;

  private ModelFiles() {}

  /** Whether {@code path} is a file to download; never true for a name that leaves its folder. */
  static boolean wanted(String path) {
    return PLAIN.matcher(path).matches()
        && !path.contains("..")
        && (WANTED.contains(path) || path.endsWith(".safetensors"));
  }

  /** What a listing of {@code names} lacks to be a model; empty if nothing. */
  static List<String> missing(Collection<String> names) {
    return missing(names::contains, names.stream().anyMatch(n -> n.endsWith(".safetensors")));
  }

  /** What {@code folder} lacks to be a complete model; empty if nothing. */
  static List<String> missing(Path folder) throws IOException {
    Set<String> present = new TreeSet<>();
    try (var files = Files.list(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> present.add(file.getFileName().toString()));
    }
    Set<String> missing = new TreeSet<>(missing(present));
    for (String shard : shards(folder.resolve(INDEX))) {
      if (!present.contains(shard)) {
        missing.add(shard);
      }
    }
    return List.copyOf(missing);
  }

  private static List<String> missing(Predicate<String> present, boolean weights) {
    List<String> missing = new ArrayList<>();
    if (!present.test("config.json")) {
      missing.add("config.json");
    }
    if (!present.test("tokenizer.json")
        && !(present.test("vocab.json") && present.test("merges.txt"))) {
      missing.add("tokenizer.json");
    }
    if (!weights) {
      missing.add("model.safetensors");
    }
    return missing;
  }

  private static Set<String> shards(Path index) throws IOException {
    Set<String> shards = new TreeSet<>();
    for (JsonNode shard : json(index).path("weight_map")) {
      shards.add(shard.asString(""));
    }
    return shards;
  }

  /** The {@code model_type} in the configuration of {@code folder}; empty if there is none. */
  static String type(Path folder) throws IOException {
    return json(folder.resolve("config.json")).path("model_type").asString("");
  }

  private static JsonNode json(Path file) throws IOException {
    JsonMapper mapper = JsonMapper.shared();
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_JSON_BYTES) {
      return mapper.missingNode();
    }
    try {
      return mapper.readTree(Files.readString(file));
    } catch (JacksonException e) {
      return mapper.missingNode();
    }
  }
}
