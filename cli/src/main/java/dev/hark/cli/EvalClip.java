package dev.hark.cli;

/**
 * One clip of an evaluation.
 *
 * @param name what it is called in the report
 * @param language English name of the language, such as {@code "German"}
 * @param reference what was said; empty if nothing was
 * @param hypothesis what was recognized
 * @param audioSeconds length of the audio
 * @param computeSeconds wall-clock time that recognizing took
 * @param peakMemoryBytes largest resident memory of the process so far; 0 if unknown
 */
record EvalClip(
    String name,
    String language,
    String reference,
    String hypothesis,
    double audioSeconds,
    double computeSeconds,
    long peakMemoryBytes) {
  EvalClip {
    if (!(audioSeconds >= 0) || !(computeSeconds >= 0) || peakMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "clip %s: audio %s s, compute %s s, memory %d B; wanted none below 0"
              .formatted(name, audioSeconds, computeSeconds, peakMemoryBytes));
    }
  }

  /** Compute time over audio time; NaN for an empty clip. */
  double realTimeFactor() {
    return audioSeconds == 0 ? Double.NaN : computeSeconds / audioSeconds;
  }
}
