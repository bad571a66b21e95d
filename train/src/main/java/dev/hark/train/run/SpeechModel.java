package dev.hark.train.run;

import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.EncoderHeads;
import dev.hark.model.HeadsConfig;
import dev.hark.model.LoraAdapter;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.network.EncoderHead;
import dev.hark.model.network.Weights;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.torch.HeadTasks;
import dev.hark.train.torch.InitialWeights;
import dev.hark.train.torch.LowRankAdapters;
import dev.hark.train.torch.ParameterSource;
import dev.hark.train.torch.Parameters;
import dev.hark.train.torch.SpeechTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A recogniser in training: its folder's configuration and tokenizer, and its parameters. Matrices
 * that do not learn stay in the folder's mapped files.
 */
public final class SpeechModel implements AutoCloseable {
  private final Path folder;
  private final AsrConfig config;
  private final Tokenizer tokenizer;
  private final Parameters parameters;
  private final HeadTasks heads;
  private final Optional<Checkpoint> weights;
  private final Optional<LowRankAdapters> adapters;

  private SpeechModel(
      Path folder,
      AsrConfig config,
      Tokenizer tokenizer,
      Parameters parameters,
      Optional<Checkpoint> weights,
      Optional<LowRankAdapters> adapters,
      HeadTasks heads) {
    this.heads = heads;
    this.folder = folder;
    this.config = config;
    this.tokenizer = tokenizer;
    this.parameters = parameters;
    this.weights = weights;
    this.adapters = adapters;
  }

  /**
   * Opens a model folder: with its weights if it has any, else with random ones.
   *
   * @param settings of the run, whose seed draws what the folder does not have
   * @param trained names of the parameters that learn
   * @throws ModelException if the folder is not that of a recogniser
   */
  public static SpeechModel open(
      Path folder, TrainingSettings settings, Predicate<String> trained) {
    return open(folder, settings, trained, Map.of());
  }

  /**
   * Opens a model folder with more parameters, which are drawn and not exported.
   *
   * @param more their names and shapes, such as those of an objective
   */
  public static SpeechModel open(
      Path folder, TrainingSettings settings, Predicate<String> trained, Map<String, long[]> more) {
    AsrConfig config = configuration(folder);
    Map<String, long[]> shapes = SpeechTrainer.shapes(config, settings.losses());
    shapes.putAll(more);
    return open(folder, config, settings, shapes, trained, Optional.empty(), HeadTasks.NONE);
  }

  /**
   * Opens a model folder, of which not everything need learn.
   *
   * @throws TrainingException if parameters are asked for that there are not, or nothing would
   *     learn
   */
  public static SpeechModel open(Path folder, TrainingSettings settings, Tuning tuning) {
    return open(folder, settings, tuning, HeadTasks.NONE);
  }

  /**
   * Opens a model folder for training with heads, which begin with the folder's own where it has
   * the same.
   *
   * @throws TrainingException if parameters are asked for that there are not, or nothing would
   *     learn
   * @throws ModelException if the folder is not that of a recogniser, or its heads are damaged
   */
  public static SpeechModel open(
      Path folder, TrainingSettings settings, Tuning tuning, HeadTasks heads) {
    AsrConfig config = configuration(folder);
    Map<String, long[]> shapes = SpeechTrainer.shapes(config, settings.losses(), heads);
    Set<String> stay = new HashSet<>(tuning.frozen().of(shapes.keySet()));
    Optional<LowRankAdapters> adapters = tuning.adapters(config.tensorShapes(), stay);
    if (adapters.isPresent()) {
      stay.addAll(config.tensorShapes().keySet());
      shapes.putAll(adapters.get().shapes());
    }
    if (stay.containsAll(shapes.keySet())) {
      throw new TrainingException("all parameters are frozen, wanted some that learn");
    }
    return open(folder, config, settings, shapes, name -> !stay.contains(name), adapters, heads);
  }

  private static SpeechModel open(
      Path folder,
      AsrConfig config,
      TrainingSettings settings,
      Map<String, long[]> shapes,
      Predicate<String> trained,
      Optional<LowRankAdapters> adapters,
      HeadTasks heads) {
    Tokenizer tokenizer = Tokenizer.open(folder);
    Optional<Checkpoint> weights = weights(folder);
    try {
      Parameters parameters = new Parameters(shapes, trained, weights);
      InitialWeights.draw(
          parameters,
          Math.max(config.audio().layers(), config.text().layers()),
          settings.seed(),
          name -> weights.flatMap(checkpoint -> checkpoint.find(name)).isEmpty());
      weights.ifPresent(checkpoint -> InitialWeights.copy(checkpoint, parameters));
      adapters.ifPresent(lora -> lora.draw(parameters, settings.seed()));
      if (!heads.isEmpty()) {
        copyHeads(folder, heads.config(), parameters);
      }
      return new SpeechModel(folder, config, tokenizer, parameters, weights, adapters, heads);
    } catch (RuntimeException | OutOfMemoryError e) {
      weights.ifPresent(Checkpoint::close);
      throw e;
    }
  }

  private static Optional<Checkpoint> weights(Path folder) {
    if (!Files.exists(folder.resolve("model.safetensors"))
        && !Files.exists(folder.resolve("model.safetensors.index.json"))) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.open(folder);
    try {
      checkpoint.validate();
    } catch (ModelException e) {
      checkpoint.close();
      throw e;
    }
    return Optional.of(checkpoint);
  }

  private static void copyHeads(Path folder, HeadsConfig wanted, Parameters into) {
    EncoderHeads.find(folder, wanted.inputs())
        .ifPresent(heads -> {
          try (heads) {
            wanted.heads().stream()
                .filter(heads.config().heads()::contains)
                .flatMap(head -> new EncoderHead(head, wanted.inputs()).shapes().keySet().stream())
                .forEach(name -> into.set(name, heads.read(name, into.count(name))));
          }
        });
  }

  /**
   * Dimensions and special tokens of the recogniser in a folder, with weights or without.
   *
   * @throws ModelException if it is not a recogniser
   */
  public static AsrConfig configuration(Path folder) {
    if (ModelConfig.open(folder) instanceof AsrConfig config) {
      return config;
    }
    throw new ModelException(folder + " is not a recogniser, wanted a Qwen3-ASR model");
  }

  /** Dimensions and special tokens. */
  public AsrConfig config() {
    return config;
  }

  /** The tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The heads that are trained along with it. */
  public HeadTasks heads() {
    return heads;
  }

  /** The parameters, those of training heads included. */
  public Parameters parameters() {
    return parameters;
  }

  /** Where a trainer finds the parameters, adapters included. */
  public ParameterSource source() {
    return adapters.map(lora -> lora.on(parameters)).orElse(parameters);
  }

  /**
   * Writes a model folder in the layout of the one opened, adapters merged into it, without
   * training heads.
   */
  public void export(Path into, DataType type) {
    Weights merged = adapters.map(lora -> lora.merged(parameters, parameters)).orElse(parameters);
    try {
      ModelFolder.write(into, folder, merged, type);
      if (!heads.isEmpty()) {
        EncoderHeads.write(into, heads.config().trainedOn(config, merged), parameters, type);
      }
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written (%s)".formatted(into, e), e);
    }
  }

  /** Writes the adapters alone, as PEFT does; nothing if there are none. */
  public void exportAdapters(Path into) {
    if (adapters.isEmpty()) {
      return;
    }
    LowRankAdapters lora = adapters.get();
    try {
      LoraAdapter.write(into, folder, lora.rank(), lora.alpha(), lora.layers(), parameters);
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written (%s)".formatted(into, e), e);
    }
  }

  /** What a checkpoint of a run must have been made with; empty if everything learns. */
  String identity() {
    long frozen = parameters.count() - parameters.trainedCount();
    return frozen == 0
        ? ""
        : ", %d of them frozen with checksum %08x%s"
            .formatted(
                frozen,
                parameters.frozenChecksum(),
                adapters.map(SpeechModel::identity).orElse(""));
  }

  private static String identity(LowRankAdapters lora) {
    return ", adapters of rank %d and alpha %s in %d layers (%08x)"
        .formatted(
            lora.rank(),
            lora.alpha(),
            lora.layers().size(),
            String.join(",", lora.layers().keySet()).hashCode());
  }

  @Override
  public void close() {
    parameters.close();
    weights.ifPresent(Checkpoint::close);
  }
}
