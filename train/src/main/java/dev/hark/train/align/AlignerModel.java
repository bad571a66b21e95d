package dev.hark.train.align;

import dev.hark.model.AlignerConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.model.ModelFolder;
import dev.hark.model.Tensor;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.run.TrainingException;
import dev.hark.train.torch.InitialWeights;
import dev.hark.train.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A forced aligner in training: its folder's configuration and tokenizer, and its parameters. */
public final class AlignerModel implements AutoCloseable {
  private static final String EMBEDDING = "model.language_model.embed_tokens.weight";

  private final Path folder;
  private final AlignerConfig config;
  private final Tokenizer tokenizer;
  private final Parameters parameters;

  private AlignerModel(Path folder, AlignerConfig config, Parameters parameters) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = Tokenizer.open(folder);
    this.parameters = parameters;
  }

  /**
   * Opens an aligner's folder: with its weights if it has any, else with those of a recogniser
   * where they fit, and random ones where nothing does.
   *
   * @param from a recogniser, or another aligner, of which tensors of the same name and shape are
   *     taken, and as many rows of the embeddings as both have
   * @param seed of what is drawn
   * @throws ModelException if the folder is not that of an aligner, or {@code from} has nothing
   *     that fits
   */
  public static AlignerModel open(Path folder, Optional<Path> from, long seed) {
    if (!(ModelConfig.open(folder) instanceof AlignerConfig config)) {
      throw new ModelException(folder + " is not a forced aligner, wanted a Qwen3-ForcedAligner");
    }
    Parameters parameters = new Parameters(config.tensorShapes(), _ -> true);
    InitialWeights.draw(
        parameters, Math.max(config.audio().layers(), config.text().layers()), seed);
    from.ifPresent(path -> {
      try (Checkpoint checkpoint = Checkpoint.open(path)) {
        if (copy(checkpoint, parameters) == 0) {
          throw new ModelException(
              "no tensor of %s has a name and shape of %s; wanted a recogniser of its dimensions"
                  .formatted(path, folder));
        }
      }
    });
    if (hasWeights(folder)) {
      try (Checkpoint checkpoint = Checkpoint.open(folder)) {
        checkpoint.validate();
        InitialWeights.copy(checkpoint, parameters);
      }
    }
    return new AlignerModel(folder, config, parameters);
  }

  static boolean hasWeights(Path folder) {
    return Files.exists(folder.resolve("model.safetensors"))
        || Files.exists(folder.resolve("model.safetensors.index.json"));
  }

  /** Copies what fits; returns how many tensors did. */
  private static int copy(Checkpoint from, Parameters into) {
    int copied = 0;
    for (Parameters.Place place : into.places().values()) {
      Optional<Tensor> found = from.find(place.name());
      if (found.isPresent() && found.get().hasShape(place.shape())) {
        into.set(place.name(), found.get().toFloats());
        copied++;
      } else if (found.isPresent()
          && place.name().equals(EMBEDDING)
          && found.get().shape()[1] == place.shape()[1]) {
        long common = Math.min(place.count(), found.get().elements());
        float[] rows = new float[Math.toIntExact(place.count())]; // [vocabulary, hidden]
        into.read(EMBEDDING, 0, rows, rows.length);
        found.get().copyFloats(0, rows, 0, Math.toIntExact(common));
        into.set(EMBEDDING, rows);
        copied++;
      }
    }
    return copied;
  }

  /** Dimensions, classes and special tokens. */
  public AlignerConfig config() {
    return config;
  }

  /** The tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /** Writes a model folder in the layout of the one opened. */
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
