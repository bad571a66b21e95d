package dev.hark.train.run;

import dev.hark.audio.MelSpectrogram;
import dev.hark.train.data.SpecAugment;
import java.util.random.RandomGenerator;

/**
 * Hides parts of what the network hears, in some of the utterances (SpecAugment).
 *
 * @param probability how often an utterance is masked
 */
public record FeatureMasks(double probability) {
  /** Masks nothing. */
  public static final FeatureMasks NONE = new FeatureMasks(0);

  public FeatureMasks {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("spec-augment is " + probability + ", wanted 0 to 1");
    }
  }

  /** Masks features in place, or leaves them as they are. */
  void apply(MelSpectrogram mel, RandomGenerator random) {
    if (random.nextDouble() < probability) {
      SpecAugment.STANDARD.mask(mel.values(), MelSpectrogram.MELS, mel.frames(), random);
    }
  }

  /** What is added to the identity of a run; empty for none, as in runs from before there were. */
  String identity() {
    return probability == 0 ? "" : ", features masked with probability " + probability;
  }
}
