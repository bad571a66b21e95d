package dev.hark.engine.align;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.Precision;
import dev.hark.engine.graph.CompiledNetworks;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.EncoderNetwork;
import dev.hark.engine.graph.NetworkPlan;
import dev.hark.engine.graph.RunControl;
import dev.hark.model.AlignerConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.ModelException;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.network.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The forced aligner's networks at work: one pass over audio and words, no generation. Calls wait
 * for each other.
 */
public final class AlignerNetwork implements AutoCloseable {
  private final AlignerConfig config;
  private final LogMel logMel = LogMel.create();
  private final Checkpoint checkpoint;
  private final Weights weights;
  private final EncoderNetwork encoder;
  private final DecoderNetwork decoder;

  private AlignerNetwork(
      AlignerConfig config,
      Checkpoint checkpoint,
      Weights weights,
      EncoderNetwork encoder,
      DecoderNetwork decoder) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.weights = weights;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * Opens a model folder.
   *
   * @param cache folder for compiled networks
   * @throws ModelException if the folder holds no forced aligner, or a damaged one
   */
  public static AlignerNetwork open(Path directory, Precision precision, Path cache, int threads) {
    Checkpoint checkpoint = Checkpoint.open(directory);
    EncoderNetwork encoder = null;
    try {
      if (!(checkpoint.config() instanceof AlignerConfig config)) {
        throw new ModelException(
            "%s holds no forced aligner; give the folder of Qwen3-ForcedAligner"
                .formatted(directory));
      }
      checkpoint.validate();
      NetworkPlan plan = NetworkPlan.of(checkpoint);
      CompiledNetworks compiled = CompiledNetworks.open(plan, precision, cache, threads);
      encoder = EncoderNetwork.open(plan, compiled, threads);
      DecoderNetwork decoder = DecoderNetwork.open(plan, compiled, threads, 1);
      return new AlignerNetwork(config, checkpoint, plan.weights(), encoder, decoder);
    } catch (RuntimeException e) {
      if (encoder != null) {
        encoder.close();
      }
      checkpoint.close();
      throw e;
    }
  }

  /** What the model is. */
  public AlignerConfig config() {
    return config;
  }

  /** Positions left for words and their timestamps beside so much audio. */
  int wordPositions(int samples) {
    return config.text().maxPositions() - audioTokens(samples) - 2;
  }

  private static int audioTokens(int samples) {
    return AudioEncoder.tokens(LogMel.frames(samples));
  }

  /** The ids that the decoder sees: the audio's place, then each word and its two timestamps. */
  int[] inputIds(int samples, List<int[]> words) {
    int audio = audioTokens(samples);
    int[] ids = new int[audio + 2 + textPositions(words)];
    ids[0] = config.audioStartTokenId();
    Arrays.fill(ids, 1, audio + 1, config.audioTokenId());
    ids[audio + 1] = config.audioEndTokenId();
    int at = audio + 2;
    for (int[] word : words) {
      System.arraycopy(word, 0, ids, at, word.length);
      at += word.length;
      ids[at++] = config.timestampTokenId();
      ids[at++] = config.timestampTokenId();
    }
    while (at < ids.length) {
      ids[at++] = config.timestampTokenId(); // without a word one pair remains
    }
    return ids;
  }

  private static int textPositions(List<int[]> words) {
    int positions = words.isEmpty() ? 2 : 0;
    for (int[] word : words) {
      positions += word.length + 2;
    }
    return positions;
  }

  /**
   * The time classes at the timestamp positions of {@code inputIds}.
   *
   * @param samples mono, 16 kHz
   * @param inputIds as {@link #inputIds} made them for these samples
   * @return classes of {@link AlignerConfig#millisPerClass} each // [2 * words]
   */
  synchronized int[] classes(float[] samples, int[] inputIds) {
    if (inputIds.length > config.text().maxPositions()) {
      throw new IllegalArgumentException(
          "Audio of %d samples with its words takes %d positions, the aligner has %d; align shorter parts"
              .formatted(samples.length, inputIds.length, config.text().maxPositions()));
    }
    MelSpectrogram mel = logMel.compute(samples);
    int[] outputs = timestampPositions(inputIds);
    try (RunControl control = RunControl.create()) {
      float[] audio = encoder.encode(mel, control); // [audioTokens, hidden]
      decoder.truncate(0, 0);
      float[] scores = decoder.extend(0, embed(inputIds, audio), outputs, control);
      return argmax(scores, outputs.length);
    } finally {
      decoder.truncate(0, 0);
    }
  }

  private int[] timestampPositions(int[] inputIds) {
    int text = 2;
    while (inputIds[text - 1] != config.audioEndTokenId()) {
      text++;
    }
    return IntStream.range(text, inputIds.length)
        .filter(i -> inputIds[i] == config.timestampTokenId())
        .toArray();
  }

  /** Rows of the embedding, the audio's in place of its tokens: {@code [ids, hidden]}. */
  private float[] embed(int[] ids, float[] audio) {
    int hidden = config.text().hiddenSize();
    float[] embeddings = new float[ids.length * hidden];
    float[] row = new float[hidden];
    int heard = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == config.audioTokenId()) {
        System.arraycopy(audio, heard, embeddings, i * hidden, hidden);
        heard += hidden;
      } else {
        weights.read(NetworkPlan.EMBEDDING, (long) ids[i] * hidden, row, hidden);
        System.arraycopy(row, 0, embeddings, i * hidden, hidden);
      }
    }
    return embeddings;
  }

  /** The first best class of each row of scores. */
  private int[] argmax(float[] scores, int rows) {
    int classes = config.classes();
    int[] best = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 1; i < classes; i++) {
        if (scores[row * classes + i] > scores[row * classes + best[row]]) {
          best[row] = i;
        }
      }
    }
    return best;
  }

  @Override
  public synchronized void close() {
    encoder.close();
    decoder.close();
    checkpoint.close();
  }
}
