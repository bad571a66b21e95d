package dev.hark.model;

import dev.hark.model.network.Weights;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An opened model folder: its configuration and its mapped weights. Tensors have the names of the
 * "-hf" repositories, whatever layout the folder has:
 *
 * <ul>
 *   <li>{@code model.audio_tower.*} and {@code model.multi_modal_projector.*}, the audio encoder
 *   <li>{@code model.language_model.*}, the decoder, of plain text models too
 *   <li>{@code lm_head.weight}, the head, absent where it is tied to {@code
 *       model.language_model.embed_tokens.weight}
 *   <li>{@code score.weight}, the head of a forced aligner
 * </ul>
 *
 * <p>The weights are mapped, not read: opening is fast, pages come in as they are used, and files
 * above 2 GiB work. Closing unmaps them; no tensor may be used after that.
 */
public final class Checkpoint implements Weights, AutoCloseable {
  private final Path directory;
  private final Arena arena;
  private final ConfigFiles configFiles;
  private final ModelConfig config;
  private final WeightFiles weights;
  private final Map<String, Tensor> tensors;

  private Checkpoint(Path directory, Arena arena, ConfigFiles configFiles, WeightFiles weights) {
    ModelConfig stated = configFiles.parse();
    this.directory = directory;
    this.arena = arena;
    this.configFiles = configFiles;
    this.weights = weights;
    this.tensors = normalised(directory, weights.tensors(), stated);
    this.config = withStoredHead(stated, tensors);
  }

  /**
   * Opens a folder with {@code config.json} and either {@code model.safetensors} or the shards of
   * {@code model.safetensors.index.json}.
   *
   * @throws ModelException if a file is missing, unreadable or malformed, or the model is of an
   *     unknown kind
   */
  public static Checkpoint open(Path directory) {
    ConfigFiles configFiles = ConfigFiles.open(directory);
    Arena arena = Arena.ofShared();
    try {
      return new Checkpoint(directory, arena, configFiles, WeightFiles.map(directory, arena));
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static Map<String, Tensor> normalised(
      Path directory, Map<String, Tensor> stored, ModelConfig config) {
    boolean dropHead = config.text().tiedHead() && !(config instanceof AlignerConfig);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Tensor tensor : stored.values()) {
      String name = TensorNames.normal(tensor.name(), config);
      if (dropHead && name.equals(TensorNames.HEAD)) {
        continue;
      }
      if (tensors.putIfAbsent(name, tensor.named(name)) != null) {
        throw new ModelException(
            "%s stores tensor %s under two names, one of them %s"
                .formatted(directory, name, tensor.name()));
      }
    }
    return Collections.unmodifiableMap(tensors);
  }

  /** Some conversions of speech models leave out the head and mean the tied one. */
  private static ModelConfig withStoredHead(ModelConfig config, Map<String, Tensor> tensors) {
    return config instanceof AsrConfig asr
            && !asr.text().tiedHead()
            && !tensors.containsKey(TensorNames.HEAD)
        ? new AsrConfig(
            asr.audio(),
            asr.text().withTiedHead(),
            asr.audioTokenId(),
            asr.audioStartTokenId(),
            asr.audioEndTokenId(),
            asr.stopTokenIds(),
            asr.supportedLanguages())
        : config;
  }

  /** The folder this was opened from. */
  public Path directory() {
    return directory;
  }

  /** What the model is. */
  public ModelConfig config() {
    return config;
  }

  /** Names of all tensors, in the order of the files. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** The tensor of a normal name, if there is one. */
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    tensor(name).copyFloats(from, into, 0, count);
  }

  /**
   * The tensor of a normal name.
   *
   * @throws ModelException if there is none
   */
  public Tensor tensor(String name) {
    return find(name)
        .orElseThrow(() ->
            new ModelException(
                "%s has no tensor %s; the download may be incomplete".formatted(directory, name)));
  }

  /**
   * Checks that every tensor that the configuration calls for is there, with the right shape and a
   * readable number format, and that the special tokens have embeddings. Tensors beyond those are
   * left alone.
   *
   * @throws ModelException naming the first tensor that is wrong
   */
  public void validate() {
    ExpectedTensors.of(config)
        .forEach((name, shape) -> {
          Tensor tensor = tensor(name);
          if (!tensor.hasShape(shape)) {
            throw new ModelException(
                "%s: tensor %s has shape %s, wanted %s by config.json"
                    .formatted(
                        directory, name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
          }
          if (!tensor.type().isReadable()) {
            throw new ModelException(
                "%s: tensor %s is stored as %s, wanted BF16, F16 or F32; use a checkpoint that is not quantised"
                    .formatted(directory, name, tensor.type()));
          }
        });
    switch (config) {
      case AsrConfig asr ->
          checkTokens(asr.audioTokenId(), asr.audioStartTokenId(), asr.audioEndTokenId());
      case AlignerConfig aligner ->
          checkTokens(
              aligner.audioTokenId(),
              aligner.audioStartTokenId(),
              aligner.audioEndTokenId(),
              aligner.timestampTokenId());
      case TextModelConfig text -> {}
    }
  }

  private void checkTokens(int... ids) {
    for (int id : ids) {
      if (id >= config.text().vocabularySize()) {
        throw new ModelException(
            "%s: token %d of config.json has no embedding, vocab_size is %d"
                .formatted(directory, id, config.text().vocabularySize()));
      }
    }
  }

  /**
   * A digest of the content, in hexadecimal, for keys of caches: SHA-256 over the configuration
   * files, headers, sizes and sampled blocks of every tensor. It reads at most 12 KiB of a tensor,
   * not all weights, and does not depend on where the files lie or when they were written. An edit
   * of single values between the sampled blocks goes unnoticed.
   */
  public String contentKey() {
    return ContentKey.of(configFiles, weights.files());
  }

  /** Unmaps the weights. */
  @Override
  public void close() {
    arena.close();
  }
}
