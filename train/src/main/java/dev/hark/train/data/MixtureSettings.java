package dev.hark.train.data;

import java.time.Duration;

/**
 * How examples are made from manifests.
 *
 * @param augmentShare how often a recording is changed in the usual ways
 * @param joinProbability how often a recording is followed by others of the same voice and language
 * @param mostJoined to at most how many, at least 2
 * @param longestSeconds no recordings are joined to more than this
 * @param longestRecording a longer recording is an error
 * @param skipBad whether bad lines are left out instead of being an error
 * @param cacheBytes how many bytes of decoded recordings are kept
 * @param biasShare how often an example's context lists words, of its text and others
 */
public record MixtureSettings(
    double augmentShare,
    double joinProbability,
    int mostJoined,
    double longestSeconds,
    Duration longestRecording,
    boolean skipBad,
    long cacheBytes,
    double biasShare) {
  /** Augmented, one in eight joined up to 9 s, strict, 1 GiB. */
  public static final MixtureSettings STANDARD =
      new MixtureSettings(1, 0.125, 2, 9, Manifest.LONGEST, false, 1L << 30, 0);

  public MixtureSettings {
    if (!(augmentShare >= 0 && augmentShare <= 1)) {
      throw new IllegalArgumentException("augment-share is " + augmentShare + ", wanted 0 to 1");
    }
    if (!(joinProbability >= 0 && joinProbability <= 1)) {
      throw new IllegalArgumentException(
          "joinProbability is " + joinProbability + ", wanted 0 to 1");
    }
    if (mostJoined < 2) {
      throw new IllegalArgumentException("mostJoined is " + mostJoined + ", wanted at least 2");
    }
    if (!(biasShare >= 0 && biasShare <= 1)) {
      throw new IllegalArgumentException("bias-share is " + biasShare + ", wanted 0 to 1");
    }
  }

  /** These settings with another share of changed recordings. */
  public MixtureSettings withAugmentShare(double value) {
    return new MixtureSettings(
        value,
        joinProbability,
        mostJoined,
        longestSeconds,
        longestRecording,
        skipBad,
        cacheBytes,
        biasShare);
  }

  /** These settings, bad lines left out or an error. */
  public MixtureSettings withSkipBad(boolean value) {
    return new MixtureSettings(
        augmentShare,
        joinProbability,
        mostJoined,
        longestSeconds,
        longestRecording,
        value,
        cacheBytes,
        biasShare);
  }

  /** These settings with another share of joined recordings. */
  public MixtureSettings withJoinProbability(double value) {
    return new MixtureSettings(
        augmentShare,
        value,
        mostJoined,
        longestSeconds,
        longestRecording,
        skipBad,
        cacheBytes,
        biasShare);
  }

  /** These settings with another share of contexts that list words. */
  public MixtureSettings withBiasShare(double value) {
    return new MixtureSettings(
        augmentShare,
        joinProbability,
        mostJoined,
        longestSeconds,
        longestRecording,
        skipBad,
        cacheBytes,
        value);
  }
}
