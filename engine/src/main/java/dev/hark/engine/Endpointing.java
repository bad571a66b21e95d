package dev.hark.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the turns of a live stream are found.
 *
 * @param detector makes the detector of a session
 * @param threshold likelihood of speech from which a frame counts as such, 0 to 1
 * @param prefixPadding audio before the first frame of speech that belongs to the segment
 * @param silence how long speech has to stop for the segment to end
 * @param shortestSpeech speech shorter than this starts nothing
 * @param idle audio without speech after which {@link StreamEvent.Silent} tells so, 1 s to 1 h;
 *     empty for never
 */
public record Endpointing(
    Supplier<VoiceActivity> detector,
    double threshold,
    Duration prefixPadding,
    Duration silence,
    Duration shortestSpeech,
    Optional<Duration> idle) {
  public Endpointing {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold is " + threshold + ", wanted between 0 and 1");
    }
    check("prefixPadding", prefixPadding, Duration.ZERO, Duration.ofSeconds(5));
    check("silence", silence, Duration.ofMillis(100), Duration.ofSeconds(10));
    check("shortestSpeech", shortestSpeech, Duration.ZERO, Duration.ofSeconds(2));
    idle.ifPresent(wait -> check("idle", wait, Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  /** The built-in detector, threshold 0.5, padding 300 ms, silence 500 ms, speech of 100 ms. */
  public static Endpointing create() {
    return new Endpointing(
        VoiceActivity::energy,
        0.5,
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        Duration.ofMillis(100),
        Optional.empty());
  }

  /** The same with another detector. */
  public Endpointing withDetector(Supplier<VoiceActivity> other) {
    return new Endpointing(other, threshold, prefixPadding, silence, shortestSpeech, idle);
  }

  /** The same with another threshold. */
  public Endpointing withThreshold(double other) {
    return new Endpointing(detector, other, prefixPadding, silence, shortestSpeech, idle);
  }

  /** The same with more or less audio before speech. */
  public Endpointing withPrefixPadding(Duration other) {
    return new Endpointing(detector, threshold, other, silence, shortestSpeech, idle);
  }

  /** The same with another wait for the end of a turn. */
  public Endpointing withSilence(Duration other) {
    return new Endpointing(detector, threshold, prefixPadding, other, shortestSpeech, idle);
  }

  /** The same, telling when nobody has spoken for so long. */
  public Endpointing withIdle(Duration wait) {
    return new Endpointing(
        detector, threshold, prefixPadding, silence, shortestSpeech, Optional.of(wait));
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %d ms, wanted %d to %d ms"
              .formatted(name, value.toMillis(), least.toMillis(), most.toMillis()));
    }
  }
}
