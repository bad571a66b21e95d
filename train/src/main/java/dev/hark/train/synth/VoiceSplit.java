package dev.hark.train.synth;

import java.util.Set;

/**
 * Which voices are for what, by a fixed rule, so that nothing is evaluated with a voice that was
 * trained on: these variants and voices are held out, and all others are for training.
 */
public enum VoiceSplit {
  TRAIN,
  DEV,
  TEST;

  private static final Set<String> DEV_NAMES =
      Set.of("Andy", "linda", "Michael", "f2", "m5", "quincy");
  private static final Set<String> TEST_NAMES =
      Set.of("Alicia", "Gene", "Lee", "steph", "f4", "m3", "klatt2", "Mike", "rms", "ked_diphone");

  /** Which voices a voice belongs to. */
  static VoiceSplit of(Voice voice) {
    String name = voice.name().substring(voice.name().indexOf('+') + 1);
    return DEV_NAMES.contains(name) ? DEV : TEST_NAMES.contains(name) ? TEST : TRAIN;
  }
}
