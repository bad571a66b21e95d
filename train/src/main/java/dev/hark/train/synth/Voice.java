package dev.hark.train.synth;

/**
 * A voice of a synthesiser.
 *
 * @param program who speaks
 * @param name how the program calls the voice, such as "en-us+Alicia"
 */
record Voice(Program program, String name) {
  /** The synthesisers. */
  enum Program {
    ESPEAK("espeak-ng"),
    FLITE("flite"),
    FESTIVAL("festival");

    final String executable;

    Program(String executable) {
      this.executable = executable;
    }
  }

  /** The name in manifests, such as "flite:rms". */
  String label() {
    return program.executable + ":" + name;
  }
}
