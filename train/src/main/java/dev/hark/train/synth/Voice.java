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
    ESPEAK("espeak-ng", "espeak-ng", 72),
    FLITE("flite", "flite", 16),
    FESTIVAL("festival", "festival", 12),
    /** Festival's voices for other languages: only if named, since they speak with an accent. */
    ACCENTS("accents", "festival", 12);

    /** The name for people. */
    final String label;

    final String executable;

    /** How many of 100 English clips it says, if all are there: most of them has espeak-ng. */
    final int share;

    Program(String label, String executable, int share) {
      this.label = label;
      this.executable = executable;
      this.share = share;
    }

    /** Whether festival speaks, which takes long to start and so says many clips at once. */
    boolean festival() {
      return this == FESTIVAL || this == ACCENTS;
    }

    /** The programs of these names; for none all but {@link #ACCENTS}. */
    static Set<Program> named(List<String> names) {
      if (names.isEmpty()) {
        return EnumSet.complementOf(EnumSet.of(ACCENTS));
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
