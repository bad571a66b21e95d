package dev.hark.model;

import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import dev.hark.model.network.EncoderHead;
import dev.hark.model.network.Weights;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The heads of a model, as {@code heads.json} lists them.
 *
 * @param inputs width of the audio embeddings that they read
 * @param encoder a key of the encoder that they were trained on, if the file has one
 * @param heads in the order of the file
 */
public record HeadsConfig(int inputs, Optional<String> encoder, List<HeadConfig> heads) {
  private static final int VERSION = 1;
  private static final long LARGEST_FILE = 4 << 20;

  public HeadsConfig {
    heads = List.copyOf(heads);
    Set<String> names = new HashSet<>();
    for (HeadConfig head : heads) {
      if (!names.add(head.name())) {
        throw new ModelException("there are two heads named " + head.name());
      }
    }
  }

  /** Heads for any encoder of the width. */
  public HeadsConfig(int inputs, List<HeadConfig> heads) {
    this(inputs, Optional.empty(), heads);
  }

  /** The same heads, for one encoder alone. */
  public HeadsConfig trainedOn(AsrConfig config, Weights weights) {
    return new HeadsConfig(inputs, Optional.of(EncoderKey.of(config, weights)), heads);
  }

  static HeadsConfig read(Path file) {
    JsonObject json = JsonFile.object(file, LARGEST_FILE);
    int version = json.dimension("version");
    if (version != VERSION) {
      throw new ModelException(
          "%s has version %d, wanted %d; use a newer Hark".formatted(file, version, VERSION));
    }
    try {
      HeadsConfig config =
          new HeadsConfig(
              json.dimension("inputs"),
              json.text("encoder"),
              json.objects("heads").stream().map(HeadsConfig::head).toList());
      if (config.heads().isEmpty()) {
        throw new ModelException("\"heads\" is empty, wanted at least one; or delete the file");
      }
      return config;
    } catch (ModelException e) {
      throw String.valueOf(e.getMessage()).startsWith(file.toString())
          ? e
          : new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  private static HeadConfig head(JsonObject json) {
    String kind = required(json, "kind");
    return new HeadConfig(
        required(json, "name"),
        switch (kind) {
          case "clip" -> HeadConfig.Kind.CLIP;
          case "token" -> HeadConfig.Kind.TOKEN;
          default ->
              throw new ModelException("kind is \"%s\", wanted clip or token".formatted(kind));
        },
        json.texts("labels"),
        json.dimension("width"));
  }

  private static String required(JsonObject json, String key) {
    return json.text(key).orElseThrow(() -> json.missing("a text", key));
  }

  String json() {
    JsonMapper mapper = new JsonMapper(); // here, for those who only read need no data binding
    ObjectNode root = mapper.createObjectNode();
    root.put("version", VERSION).put("inputs", inputs);
    encoder.ifPresent(key -> root.put("encoder", key));
    ArrayNode list = root.putArray("heads");
    for (HeadConfig head : heads) {
      ObjectNode node = list.addObject();
      node.put("name", head.name());
      node.put("kind", head.kind().name().toLowerCase(Locale.ROOT));
      head.labels().forEach(node.putArray("labels")::add);
      node.put("width", head.width());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The head of a name. */
  public Optional<HeadConfig> find(String name) {
    return heads.stream().filter(head -> head.name().equals(name)).findFirst();
  }

  /** Names and shapes of all tensors, in reading order. */
  public Map<String, long[]> tensorShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    heads.forEach(head -> shapes.putAll(new EncoderHead(head, inputs).shapes()));
    return shapes;
  }
}
