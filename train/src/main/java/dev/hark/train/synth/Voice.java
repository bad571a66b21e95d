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
    ESPEAK("espeak-ng", 72),
    FLITE("flite", 16),
    FESTIVAL("festival", 12);

    final String executable;

    /** How many of 100 English clips it says, if all are there: most of them has espeak-ng. */
    final int share;

    Program(String executable, int share) {
      this.executable = executable;
      this.share = share;
    }

    /** The programs of these names; all for none. */
    static Set<Program> named(List<String> names) {
      if (names.isEmpty()) {
        return EnumSet.allOf(Program.class);
      }
      return names.stream()
          .map(Program::named)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Program.class)));
    }

    private static Program named(String name) {
      return Arrays.stream(values())
          .filter(program -> program.executable.equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "synthesizer is \"%s\", wanted one of %s"
                      .formatted(name, Arrays.stream(values()).map(p -> p.executable).toList())));
    }
  }

  /** The name in manifests, such as "flite:rms". */
  String label() {
    return program.executable + ":" + name;
  }
}
