package dev.hark.engine.align;

import dev.hark.audio.LogMel;
import dev.hark.audio.PcmStream;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenIds;
import dev.hark.model.AlignerConfig;
import dev.hark.model.ModelException;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AlignerPrompts;
import dev.hark.model.text.AlignerPrompts.SpokenWord;
import java.util.List;

/** The forced aligner's networks at work: one pass over audio and words, no generation. */
public final class AlignerNetwork {
  private static final int SAMPLES_PER_MS = PcmStream.SAMPLE_RATE_HZ / 1000;

  private final ModelRuntime runtime;
  private final AlignerConfig config;
  private final AlignerPrompts prompts;
  private final LogMel logMel = LogMel.create();

  private AlignerNetwork(ModelRuntime runtime, AlignerConfig config) {
    this.runtime = runtime;
    this.config = config;
    this.prompts = new AlignerPrompts(runtime.tokenizer(), config);
  }

  /**
   * The aligner in a runtime, which stays the caller's to close.
   *
   * @throws ModelException if the runtime holds another kind of model
   */
  public static AlignerNetwork of(ModelRuntime runtime) {
    if (!(runtime.config() instanceof AlignerConfig config)) {
      throw new ModelException(
          "the model is no forced aligner; give the folder of Qwen3-ForcedAligner");
    }
    return new AlignerNetwork(runtime, config);
  }

  /** What the model is. */
  public AlignerConfig config() {
    return config;
  }

  /** The longest audio that is aligned at once: 180 s, or what the classes reach to if less. */
  int windowSamples() {
    long reach = (long) config.classes() * config.millisPerClass() * SAMPLES_PER_MS;
    return (int) Math.min(LongAlignment.LONGEST_WINDOW, reach);
  }

  /** The ids of a word, which stands alone between timestamps. */
  int[] wordIds(String word) {
    return prompts.wordIds(word);
  }

  /** Positions left for words and their timestamps beside so much audio. */
  int wordPositions(int samples) {
    return config.text().maxPositions() - audioTokens(samples) - 2;
  }

  private static int audioTokens(int samples) {
    return AudioEncoder.tokens(LogMel.frames(samples));
  }

  /**
   * What the decoder is to see: the audio's place, then each word and its two timestamps. Without
   * words one pair of timestamps remains. Model spec section 9.2.
   */
  int[] inputIds(int samples, List<int[]> words) {
    return prompts
        .prompt(audioTokens(samples), words.stream().map(ids -> new SpokenWord(ids, true)).toList())
        .ids();
  }

  /**
   * The time classes at the timestamp positions of {@code inputIds}.
   *
   * @param samples mono, 16 kHz
   * @param inputIds as {@link #inputIds} made them for these samples
   * @return classes of {@link AlignerConfig#millisPerClass} each // [2 * words]
   */
  int[] classes(float[] samples, int[] inputIds) {
    if (inputIds.length > config.text().maxPositions()) {
      throw new IllegalArgumentException(
          "Audio of %d samples with its words takes %d positions, the aligner has %d; align shorter parts"
              .formatted(samples.length, inputIds.length, config.text().maxPositions()));
    }
    int[] positions = prompts.slots(inputIds);
    float[] scores = // [positions, classes]
        runtime.classify(
            TokenIds.of(inputIds), logMel.compute(samples), config.audioTokenId(), positions);
    return argmax(scores, positions.length);
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
}
