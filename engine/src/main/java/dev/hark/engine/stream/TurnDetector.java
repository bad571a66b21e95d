package dev.hark.engine.stream;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Endpointing;
import dev.hark.engine.VoiceActivity;
import java.time.Duration;

/** Finds where turns begin and end from what a voice activity detector says about each frame. */
final class TurnDetector {
  /** A frame of an open turn may be this much less likely speech and still carry it on. */
  private static final double HYSTERESIS = 0.15;

  private final VoiceActivity detector;
  private final double threshold;
  private final int silentFrames;
  private final int speechFrames;
  private boolean open;
  private int speaking;
  private int silent;

  /** What a frame meant. */
  enum Turn {
    NONE,
    STARTS,
    ENDS
  }

  TurnDetector(Endpointing options) {
    this.detector = options.detector().get();
    this.threshold = options.threshold();
    this.silentFrames = frames(options.silence());
    this.speechFrames = Math.max(1, frames(options.shortestSpeech()));
  }

  private int frames(Duration length) {
    return (int) Math.max(1, samples(length) / Math.max(1, detector.frameSamples()));
  }

  static long samples(Duration length) {
    return length.toNanos() * PcmStream.SAMPLE_RATE_HZ / 1_000_000_000L;
  }

  int frameSamples() {
    return detector.frameSamples();
  }

  /** Samples of silence so far, at the end of an open turn. */
  int silentSamples() {
    return silent * detector.frameSamples();
  }

  /** Samples from the first frame of speech of a turn that has just started until now. */
  int speechSamples() {
    return speechFrames * detector.frameSamples();
  }

  /**
   * Takes the next frame.
   *
   * @param patience how much of the usual silence ends a turn, 0 to 1
   */
  Turn accept(float[] samples, int offset, double patience) {
    double likely = detector.speech(samples, offset);
    if (!open) {
      speaking = likely >= threshold ? speaking + 1 : 0;
      if (speaking < speechFrames) {
        return Turn.NONE;
      }
      open = true;
      silent = 0;
      return Turn.STARTS;
    }
    silent = likely >= threshold - HYSTERESIS ? 0 : silent + 1;
    if (silent < Math.max(1, silentFrames * patience)) {
      return Turn.NONE;
    }
    close();
    return Turn.ENDS;
  }

  /** The turn was cut and goes on in the next segment. */
  void reopen() {
    open = true;
    silent = 0;
  }

  /** The turn was ended otherwise. */
  void close() {
    open = false;
    speaking = 0;
  }
}
