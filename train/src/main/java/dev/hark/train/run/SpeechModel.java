package dev.hark.train.run;

import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.torch.InitialWeights;
import dev.hark.train.torch.Parameters;
import dev.hark.train.torch.SpeechTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A recogniser in training: its folder's configuration and tokenizer, and its parameters. */
public final class SpeechModel implements AutoCloseable {
  private final Path folder;
  private final AsrConfig config;
  private final Tokenizer tokenizer;
  private final Parameters parameters;

  private SpeechModel(Path folder, AsrConfig config, Parameters parameters) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = Tokenizer.open(folder);
    this.parameters = parameters;
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
    Map<String, long[]> shapes =
        new LinkedHashMap<>(SpeechTrainer.shapes(config, settings.losses()));
    shapes.putAll(more);
    Parameters parameters = new Parameters(shapes, trained);
    InitialWeights.draw(
        parameters, Math.max(config.audio().layers(), config.text().layers()), settings.seed());
    if (Files.exists(folder.resolve("model.safetensors"))
        || Files.exists(folder.resolve("model.safetensors.index.json"))) {
      try (Checkpoint checkpoint = Checkpoint.open(folder)) {
        checkpoint.validate();
        InitialWeights.copy(checkpoint, parameters);
      }
    }
    return new SpeechModel(folder, config, parameters);
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

  /** The parameters, those of training heads included. */
  public Parameters parameters() {
    return parameters;
  }

  /** Writes a model folder in the layout of the one opened, without training heads. */
  public void export(Path into, DataType type) {
    try {
      ModelFolder.write(into, folder, parameters, type);
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written (%s)".formatted(into, e), e);
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
