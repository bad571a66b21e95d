package dev.hark.train.synth;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A voice of a synthesiser.
 *
 * @param program who speaks
 * @param name how the program calls the voice, such as "en-us+Alicia"
 */
record Voice(Program program, String name) {
  /** The synthesisers. */
  enum Program {
    ESPEAK("espeak-ng", "espeak-ng", 72, "espeak-ng"),
    FLITE("flite", "flite", 16, "flite"),
    FESTIVAL(
        "festival",
        "festival",
        12,
        "festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts"),
    /** Festival's voices for other languages: only if named, since they speak with an accent. */
    ACCENTS("accents", "festival", 12, "festival festvox-czech-ph"),
    /** Only if named, since it is not free software and so on few machines. */
    PICO("pico", "pico2wave", 12, "libttspico-utils (section non-free)");

    /** The name for people. */
    final String label;

    final String executable;

    /** How many of 100 English clips it says, if all are there: most of them has espeak-ng. */
    final int share;

    /** What to install on Debian. */
    final String packages;

    Program(String label, String executable, int share, String packages) {
      this.label = label;
      this.executable = executable;
      this.share = share;
      this.packages = packages;
    }

    /** Whether festival speaks, which takes long to start and so says many clips at once. */
    boolean festival() {
      return this == FESTIVAL || this == ACCENTS;
    }

    /** The programs of these names; for none all that need not be named. */
    static Set<Program> named(List<String> names) {
      if (names.isEmpty()) {
        return EnumSet.of(ESPEAK, FLITE, FESTIVAL);
      }
      return names.stream()
          .map(Program::named)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Program.class)));
    }

    private static Program named(String name) {
      return Arrays.stream(values())
          .filter(program -> program.label.equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "synthesizer is \"%s\", wanted one of %s"
                      .formatted(name, Arrays.stream(values()).map(p -> p.label).toList())));
    }
  }

  /** The name in manifests, such as "flite:rms". */
  String label() {
    return program.executable + ":" + name;
  }
}
