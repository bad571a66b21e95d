package dev.hark.train.run;

import dev.hark.audio.MelSpectrogram;
import dev.hark.train.data.SpecAugment;
import dev.hark.train.data.VocalTract;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Changes what the network hears in some of the utterances: speakers with other vocal tracts, and
 * parts that are hidden (SpecAugment).
 *
 * @param vocalTracts how often the speaker's vocal tract is longer or shorter
 * @param masks how often an utterance is masked
 */
public record FeatureChanges(double vocalTracts, double masks) {
  /** Changes nothing. */
  public static final FeatureChanges NONE = new FeatureChanges(0, 0);

  public FeatureChanges {
    requireProbability("vocal-tract", vocalTracts);
    requireProbability("spec-augment", masks);
  }

  /** The vocal tract of the next utterance, if it is not the speaker's own. */
  Optional<VocalTract> vocalTract(RandomGenerator random) {
    // Nothing is drawn without need: the masks of runs from before there was this stay the same.
    return vocalTracts > 0 && random.nextDouble() < vocalTracts
        ? Optional.of(VocalTract.draw(random))
        : Optional.empty();
  }

  /** Masks features in place, or leaves them as they are. */
  void mask(MelSpectrogram mel, RandomGenerator random) {
    if (random.nextDouble() < masks) {
      SpecAugment.STANDARD.mask(mel.values(), MelSpectrogram.MELS, mel.frames(), random);
    }
  }

  /** What is added to the identity of a run; empty for none, as in runs from before there were. */
  String identity() {
    return (vocalTracts == 0 ? "" : ", vocal tracts changed with probability " + vocalTracts)
        + (masks == 0 ? "" : ", features masked with probability " + masks);
  }

  private static void requireProbability(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(option + " is " + value + ", wanted 0 to 1");
    }
  }
}
