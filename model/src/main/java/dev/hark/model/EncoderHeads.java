package dev.hark.model;

import dev.hark.model.network.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The heads that lie beside a model: {@code heads.json} says what they are, {@code
 * heads.safetensors} has their weights. No loader of the official layouts looks at either, and
 * without them the model is what it was.
 */
public final class EncoderHeads implements Weights, AutoCloseable {
  /** What the heads are, as JSON. */
  public static final String CONFIG = "heads.json";

  /** Where the weights are. */
  public static final String WEIGHTS = "heads.safetensors";

  private final HeadsConfig config;
  private final Arena arena;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private EncoderHeads(HeadsConfig config, Arena arena) {
    this.config = config;
    this.arena = arena;
  }

  /**
   * Opens the heads of a recogniser, if it has any.
   *
   * @throws ModelException if one of the two files is missing or damaged, or they belong to another
   *     model or to the same before it was trained further
   */
  public static Optional<EncoderHeads> find(Checkpoint checkpoint) {
    if (!(checkpoint.config() instanceof AsrConfig config)) {
      return Optional.empty();
    }
    Optional<EncoderHeads> found = find(checkpoint.directory(), config.audio().outputSize());
    found.ifPresent(heads -> {
      Optional<String> wanted = heads.config.encoder();
      if (wanted.isPresent() && !wanted.get().equals(EncoderKey.of(config, checkpoint))) {
        heads.close();
        throw new ModelException(
            "%s is for another audio encoder than that of the model; train heads for this one with hark train heads, or delete %s and %s"
                .formatted(checkpoint.directory().resolve(CONFIG), CONFIG, WEIGHTS));
      }
    });
    return found;
  }

  /**
   * Opens the heads of a model folder, if it has any, whatever encoder they were trained on.
   *
   * @param inputs width of the model's audio embeddings
   * @throws ModelException if one of the two files is missing or damaged, or they belong to another
   *     model
   */
  public static Optional<EncoderHeads> find(Path folder, int inputs) {
    Path file = folder.resolve(CONFIG);
    Path weights = folder.resolve(WEIGHTS);
    if (!Files.exists(file) && !Files.exists(weights)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file) || !Files.isRegularFile(weights)) {
      throw new ModelException(
          "%s has only one of %s and %s; copy both there or delete it"
              .formatted(folder, CONFIG, WEIGHTS));
    }
    HeadsConfig config = HeadsConfig.read(file);
    if (config.inputs() != inputs) {
      throw new ModelException(
          "%s is for embeddings of width %d, the model has %d; heads belong to the model that they were trained on"
              .formatted(file, config.inputs(), inputs));
    }
    Arena arena = Arena.ofShared();
    try {
      EncoderHeads heads = new EncoderHeads(config, arena);
      heads.map(weights);
      return Optional.of(heads);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private void map(Path weights) {
    SafetensorsFile.map(weights, arena)
        .tensors()
        .forEach(tensor -> tensors.put(tensor.name(), tensor));
    config
        .tensorShapes()
        .forEach((name, shape) -> {
          Tensor tensor = tensors.get(name);
          if (tensor == null || !tensor.hasShape(shape) || !tensor.type().isReadable()) {
            throw new ModelException(
                "%s: tensor %s is %s, wanted %s in BF16, F16 or F32 by %s; copy both files again"
                    .formatted(
                        weights,
                        name,
                        tensor == null ? "not there" : tensor,
                        Arrays.toString(shape),
                        CONFIG));
          }
        });
  }

  /**
   * Writes the two files into a folder. The weights come first, so heads that are half written are
   * refused, not used.
   *
   * @param weights the tensors of {@link HeadsConfig#tensorShapes}
   * @param type F32 or BF16
   */
  public static void write(Path folder, HeadsConfig config, Weights weights, DataType type)
      throws IOException {
    Files.createDirectories(folder);
    Path tensors = folder.resolve(WEIGHTS + ".tmp");
    Path json = folder.resolve(CONFIG + ".tmp");
    try {
      SafetensorsWriter.write(tensors, config.tensorShapes(), weights, type);
      Files.writeString(json, config.json());
      Files.deleteIfExists(folder.resolve(CONFIG));
      move(tensors, folder.resolve(WEIGHTS));
      move(json, folder.resolve(CONFIG));
    } finally {
      Files.deleteIfExists(tensors);
      Files.deleteIfExists(json);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the heads are. */
  public HeadsConfig config() {
    return config;
  }

  @Override
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    tensor.copyFloats(from, into, 0, count);
  }

  /** Unmaps the weights. */
  @Override
  public void close() {
    arena.close();
  }
}
