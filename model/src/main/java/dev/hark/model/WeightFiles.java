package dev.hark.model;

import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The weights of a model folder: one safetensors file, or the shards that an index names.
 *
 * @param files the mapped files in the order of their names
 * @param tensors tensors under their stored names
 */
record WeightFiles(List<SafetensorsFile> files, Map<String, Tensor> tensors) {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final long LARGEST_INDEX = 64 << 20;
  private static final int MOST_SHARDS = 1000;

  /** Maps the weights; the mappings live as long as the arena. */
  static WeightFiles map(Path directory, Arena arena) {
    if (Files.isRegularFile(directory.resolve(SINGLE))) {
      SafetensorsFile file = SafetensorsFile.map(directory.resolve(SINGLE), arena);
      return new WeightFiles(List.of(file), byName(file));
    }
    if (Files.isRegularFile(directory.resolve(INDEX))) {
      return shards(directory, arena);
    }
    throw new ModelException(
        "%s has neither %s nor %s; download the weights into it"
            .formatted(directory, SINGLE, INDEX));
  }

  private static WeightFiles shards(Path directory, Arena arena) {
    JsonObject index = JsonFile.object(directory.resolve(INDEX), LARGEST_INDEX);
    JsonObject weightMap = index.requiredObject("weight_map");
    Map<String, List<String>> namesByFile = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : weightMap.node().properties()) {
      String file = shardName(weightMap, entry.getKey());
      namesByFile.computeIfAbsent(file, key -> new ArrayList<>()).add(entry.getKey());
    }
    if (namesByFile.size() > MOST_SHARDS) {
      throw new ModelException(
          "%s names %d files, more than %d"
              .formatted(index.where(), namesByFile.size(), MOST_SHARDS));
    }
    List<SafetensorsFile> files = new ArrayList<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> shard : namesByFile.entrySet()) {
      Path path = directory.resolve(shard.getKey());
      if (!Files.isRegularFile(path)) {
        throw new ModelException(
            "%s names %s, which is not in the folder; download it"
                .formatted(index.where(), shard.getKey()));
      }
      SafetensorsFile file = SafetensorsFile.map(path, arena);
      Map<String, Tensor> stored = byName(file);
      for (String name : shard.getValue()) {
        Tensor tensor = stored.get(name);
        if (tensor == null) {
          throw new ModelException(
              "%s says that tensor %s is in %s, but it is not; download both again"
                  .formatted(index.where(), name, shard.getKey()));
        }
        tensors.put(name, tensor);
      }
      files.add(file);
    }
    return new WeightFiles(List.copyOf(files), tensors);
  }

  /** A shard must be a plain file name, so that an index cannot reach outside its folder. */
  private static String shardName(JsonObject weightMap, String tensor) {
    String file =
        weightMap.text(tensor).orElseThrow(() -> weightMap.missing("a file name", tensor));
    if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\\.safetensors")) {
      throw new ModelException(
          "%s puts tensor %s into \"%s\", wanted the plain name of a .safetensors file"
              .formatted(weightMap.where(), tensor, file));
    }
    return file;
  }

  private static Map<String, Tensor> byName(SafetensorsFile file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }
}
