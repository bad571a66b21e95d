package dev.hark.train.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a synthesiser's voice sounds like, which its name tells: labels for a style head. */
public enum VoiceKind {
  MALE,
  FEMALE,
  WHISPER,
  ROBOT,
  /** Nobody speaks. */
  NONE;

  /** {@code program:name}, of espeak-ng {@code espeak-ng:language+variant}. */
  private static final Pattern LABEL =
      Pattern.compile("(?:espeak-ng:[^+]*\\+|flite:|festival:|pico2wave:)(.+)");

  private static final Pattern ROBOTIC = Pattern.compile("(?i).*robo.*|klatt.*|demonic");
  private static final Set<String> FEMALE_NAMES =
      Set.of(
          "alicia",
          "andrea",
          "annie",
          "aunty",
          "belinda",
          "linda",
          "steph",
          "steph2",
          "steph3",
          "anika",
          "czech_dita",
          "en-gb",
          "en-us",
          "f1",
          "f2",
          "f3",
          "f4",
          "f5",
          "grandma",
          "slt",
          "cmu_us_slt_arctic_hts",
          "lp_diphone",
          "suo_fi_lj_diphone",
          "upc_ca_ona_hts");

  /** The name in manifests. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a voice as manifests name it; empty if it is not a synthesiser's. */
  public static Optional<VoiceKind> of(String voice) {
    Matcher label = LABEL.matcher(voice);
    if (!label.matches()) {
      return Optional.empty();
    }
    String name = label.group(1);
    if (name.startsWith("whisper")) {
      return Optional.of(WHISPER);
    }
    if (ROBOTIC.matcher(name).matches()) {
      return Optional.of(ROBOT);
    }
    return Optional.of(FEMALE_NAMES.contains(name.toLowerCase(Locale.ROOT)) ? FEMALE : MALE);
  }
}
