package dev.hark.model;

import dev.hark.model.json.JsonFile;
import dev.hark.model.json.JsonObject;
import dev.hark.model.network.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A low-rank adapter (LoRA, Hu et al. 2021) in the folder layout of PEFT: {@code
 * adapter_config.json} and {@code adapter_model.safetensors}. A layer's weight is to be increased
 * by {@code alpha / rank * B A}; the parameters are called {@code LAYER.lora_A.weight [rank,
 * inputs]} and {@code LAYER.lora_B.weight [outputs, rank]} after the normal name of their layer.
 */
public final class LoraAdapter implements Weights, AutoCloseable {
  /** What the parameters' names end in behind the name of their layer. */
  public static final String A = ".lora_A.weight";

  /** What the parameters' names end in behind the name of their layer. */
  public static final String B = ".lora_B.weight";

  private static final String CONFIG = "adapter_config.json";
  private static final String TENSORS = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final long LARGEST_CONFIG = 1 << 20;
  private static final int LARGEST_RANK = 1 << 16;

  private final Arena arena;
  private final int rank;
  private final double alpha;
  private final Map<String, Tensor> tensors;
  private final Map<String, long[]> layers;

  private LoraAdapter(
      Arena arena,
      int rank,
      double alpha,
      Map<String, Tensor> tensors,
      Map<String, long[]> layers) {
    this.arena = arena;
    this.rank = rank;
    this.alpha = alpha;
    this.tensors = tensors;
    this.layers = layers;
  }

  /**
   * Opens an adapter's folder and maps its parameters.
   *
   * @param base the model that it belongs to
   * @throws ModelException if files are missing or damaged, the adapter is of another kind, or it
   *     does not fit the model
   */
  public static LoraAdapter open(Path folder, ModelConfig base) {
    JsonObject config = JsonFile.object(folder.resolve(CONFIG), LARGEST_CONFIG);
    checkKind(config);
    int rank = config.dimension(LARGEST_RANK, "r");
    double alpha = config.positive("lora_alpha");
    Arena arena = Arena.ofShared();
    try {
      Path file = folder.resolve(TENSORS);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Tensor stored : SafetensorsFile.map(file, arena).tensors()) {
        if (!stored.name().startsWith(PREFIX)) {
          throw new ModelException(
              "%s: tensor %s, wanted names that begin with %s"
                  .formatted(file, stored.name(), PREFIX));
        }
        String name = TensorNames.normal(stored.name().substring(PREFIX.length()), base);
        tensors.put(name, stored.named(name));
      }
      return new LoraAdapter(arena, rank, alpha, tensors, layers(file, tensors, rank, base));
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Refuses what would have to be computed in another way. */
  private static void checkKind(JsonObject config) {
    String kind = config.text("peft_type").orElse("none");
    if (!kind.equals("LORA")) {
      throw new ModelException("%s: peft_type is %s, wanted LORA".formatted(config.where(), kind));
    }
    for (String flag : List.of("use_rslora", "use_dora", "fan_in_fan_out", "lora_bias")) {
      if (config.flag(flag, false)) {
        throw new ModelException(
            "%s: %s is true, wanted an adapter without it".formatted(config.where(), flag));
      }
    }
    for (String pattern : List.of("rank_pattern", "alpha_pattern")) {
      if (config.object(pattern).filter(map -> !map.node().isEmpty()).isPresent()) {
        throw new ModelException(
            "%s: %s is not empty, wanted one rank and alpha for all layers"
                .formatted(config.where(), pattern));
      }
    }
  }

  private static Map<String, long[]> layers(
      Path file, Map<String, Tensor> tensors, int rank, ModelConfig base) {
    Map<String, long[]> expected = base.tensorShapes();
    Map<String, long[]> layers = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      String layer = name.replaceFirst("\\.lora_[AB]\\.weight$", "");
      long[] shape = expected.get(layer + ".weight");
      Tensor a = tensors.get(layer + A);
      Tensor b = tensors.get(layer + B);
      if (layer.equals(name)
          || shape == null
          || shape.length != 2
          || a == null
          || b == null
          || !a.hasShape(rank, shape[1])
          || !b.hasShape(shape[0], rank)
          || !a.type().isReadable()
          || !b.type().isReadable()) {
        throw new ModelException(
            "%s: %s does not fit the model; wanted lora_A and lora_B of rank %d for its linear layers"
                .formatted(file, name, rank));
      }
      layers.put(layer, shape);
    }
    if (layers.isEmpty()) {
      throw new ModelException(file + " has no tensors; the adapter may be incomplete");
    }
    return Collections.unmodifiableMap(layers);
  }

  /**
   * Writes an adapter's folder; the parameters appear last and whole.
   *
   * @param base folder of the model that it belongs to, whose layout decides what layers are called
   * @param layers names of the adapted layers and shapes of their weights, {@code [outputs,
   *     inputs]}
   * @param weights the parameters, by the names that this class says
   */
  public static void write(
      Path folder, Path base, int rank, double alpha, Map<String, long[]> layers, Weights weights)
      throws IOException {
    boolean original = ModelFolder.isOriginalLayout(base);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Map<String, String> normal = new LinkedHashMap<>();
    List<String> targets = new ArrayList<>();
    layers.forEach((layer, shape) -> {
      // The original names are defined for tensors, whose layers end in a dot.
      String stored = original ? TensorNames.original(layer + ".") : layer + ".";
      String module = stored.substring(0, stored.length() - 1);
      targets.add(module);
      shapes.put(PREFIX + module + A, new long[] {rank, shape[1]});
      shapes.put(PREFIX + module + B, new long[] {shape[0], rank});
      normal.put(PREFIX + module + A, layer + A);
      normal.put(PREFIX + module + B, layer + B);
    });
    Files.createDirectories(folder);
    ModelFolder.appear(
        folder.resolve(CONFIG),
        aside -> Files.writeString(aside, config(base, rank, alpha, targets)));
    ModelFolder.appear(
        folder.resolve(TENSORS),
        aside ->
            SafetensorsWriter.write(
                aside, shapes, new ModelFolder.Renamed(weights, normal), DataType.F32));
  }

  private static String config(Path base, int rank, double alpha, List<String> targets) {
    JsonMapper json = new JsonMapper();
    ObjectNode config = json.createObjectNode();
    config.put("peft_type", "LORA");
    config.put("base_model_name_or_path", base.toString());
    config.put("r", rank);
    if (alpha == Math.rint(alpha)) {
      config.put("lora_alpha", (long) alpha);
    } else {
      config.put("lora_alpha", alpha);
    }
    config.put("lora_dropout", 0.0);
    config.put("bias", "none");
    config.put("fan_in_fan_out", false);
    config.put("inference_mode", true);
    config.putNull("task_type");
    config.putPOJO("target_modules", targets);
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n";
  }

  /** Rows of the small matrices. */
  public int rank() {
    return rank;
  }

  /** The addition is scaled by this over the rank. */
  public double alpha() {
    return alpha;
  }

  /** Names of the adapted layers and shapes of their weights, {@code [outputs, inputs]}. */
  public Map<String, long[]> layers() {
    return layers;
  }

  @Override
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException("the adapter has no tensor " + name);
    }
    tensor.copyFloats(from, into, 0, count);
  }

  /** Unmaps the parameters. */
  @Override
  public void close() {
    arena.close();
  }
}
