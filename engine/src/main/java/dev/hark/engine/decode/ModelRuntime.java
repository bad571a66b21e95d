package dev.hark.engine.decode;

import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.graph.CompiledNetworks;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.EncoderNetwork;
import dev.hark.engine.graph.NetworkPlan;
import dev.hark.engine.graph.RunControl;
import dev.hark.engine.synthetic.SyntheticModel;
import dev.hark.model.Checkpoint;
import dev.hark.model.EncoderHeads;
import dev.hark.model.HeadsConfig;
import dev.hark.model.ModelConfig;
import dev.hark.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model ready to run: its checkpoint, tokenizer and loaded networks, of which it is the one
 * owner. A runtime either generates or classifies, since both use the same cache rows.
 */
public final class ModelRuntime implements AutoCloseable {
  private final Optional<Checkpoint> checkpoint;
  private final Optional<Tokenizer> tokenizer;
  private final Optional<EncoderNetwork> encoder;
  private final Optional<LateHeads> heads;
  private final DecoderNetwork decoder;
  private final Embeddings embeddings;
  private final ReentrantLock classifying = new ReentrantLock();

  private ModelRuntime(
      Optional<Checkpoint> checkpoint,
      Optional<Tokenizer> tokenizer,
      NetworkPlan plan,
      EngineOptions options) {
    int threads = options.threads();
    CompiledNetworks compiled =
        CompiledNetworks.open(
            plan, options.precision(), options.cacheFolder().resolve("compiled"), threads);
    this.checkpoint = checkpoint;
    this.tokenizer = tokenizer;
    this.embeddings = new Embeddings(plan);
    this.encoder = plan.audio().map(_ -> EncoderNetwork.open(plan, compiled, threads));
    try {
      this.decoder = DecoderNetwork.open(plan, compiled, threads, options.batchSize());
    } catch (RuntimeException e) {
      encoder.ifPresent(EncoderNetwork::close);
      throw e;
    }
    try {
      this.heads = checkpoint.flatMap(EncoderHeads::find).map(LateHeads::new);
    } catch (RuntimeException e) {
      decoder.close();
      encoder.ifPresent(EncoderNetwork::close);
      throw e;
    }
  }

  /**
   * Loads a model folder, compiling its networks if the cache has none.
   *
   * @throws dev.hark.model.ModelException if the folder is not a usable model or the cache cannot
   *     be written
   */
  public static ModelRuntime open(Path directory, EngineOptions options) {
    Checkpoint checkpoint = Checkpoint.open(directory);
    try {
      checkpoint.validate();
      checkpoint.config().text().requireRunnable(directory);
      Tokenizer tokenizer = Tokenizer.open(directory);
      return new ModelRuntime(
          Optional.of(checkpoint), Optional.of(tokenizer), NetworkPlan.of(checkpoint), options);
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /** Loads a model of random weights, which has neither configuration nor tokenizer. */
  public static ModelRuntime open(SyntheticModel model, EngineOptions options) {
    return new ModelRuntime(Optional.empty(), Optional.empty(), NetworkPlan.of(model), options);
  }

  /** What the model is. */
  public ModelConfig config() {
    return checkpoint.orElseThrow().config();
  }

  /** The model's tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer.orElseThrow();
  }

  /** Starts a generator over this runtime; close it before the runtime. At most one. */
  public BatchGenerator generator() {
    return BatchGenerator.start(encoder, decoder, embeddings);
  }

  /**
   * Scores of the head at some positions of a prompt, in one pass. One caller at a time; others
   * wait.
   *
   * @param positions ascending indices into the prompt
   * @return {@code [positions, classes]}
   */
  public float[] classify(TokenIds prompt, MelSpectrogram audio, int audioToken, int[] positions) {
    classifying.lock();
    try (RunControl control = RunControl.create()) {
      float[] encoded = encoder.orElseThrow().encode(audio, control);
      float[] rows = embeddings.prompt(prompt, encoded, audioToken);
      decoder.truncate(0, 0);
      return decoder.extend(0, rows, positions, control);
    } finally {
      classifying.unlock();
    }
  }

  /** The heads beside the model, if there are any. */
  public Optional<HeadsConfig> heads() {
    return heads.map(LateHeads::config);
  }

  /** Audio embeddings of a clip: {@code [tokens, hidden]}. Any thread; callers take turns. */
  public float[] encode(MelSpectrogram audio) {
    try (RunControl control = RunControl.create()) {
      return encoder.orElseThrow().encode(audio, control);
    }
  }

  /**
   * Scores of the heads for a clip's audio embeddings, by the heads' names.
   *
   * @param embeddings {@code [tokens, hidden]}
   */
  public Map<String, float[]> headScores(float[] embeddings) {
    try (RunControl control = RunControl.create()) {
      return heads.orElseThrow().network().scores(embeddings, control);
    }
  }

  /** Outputs of the head. */
  public int classes() {
    return decoder.classes();
  }

  @Override
  public void close() {
    decoder.close();
    heads.ifPresent(LateHeads::close);
    encoder.ifPresent(EncoderNetwork::close);
    checkpoint.ifPresent(Checkpoint::close);
  }
}
