package dev.hark.train.distill;

/**
 * States of one of the teacher's layers, each normalised to mean 0 and variance 1.
 *
 * @param width size of a state
 * @param halves 16-bit floats, {@code [places, width]}
 */
@SuppressWarnings("ArrayRecordComponent")
record TeacherStates(int width, short[] halves) {
  int places() {
    return halves.length / width;
  }

  static TeacherStates of(float[] states, int width) {
    short[] halves = new short[states.length];
    for (int i = 0; i < states.length; i++) {
      halves[i] = Float.floatToFloat16(states[i]);
    }
    return new TeacherStates(width, halves);
  }

  /**
   * Writes the states as they would be at another number of places, evenly spread over the same
   * time; between two places is what lies between their states.
   *
   * @param into {@code [places, width]} from {@code at} on
   */
  void stretch(int places, float[] into, int at) {
    int have = places();
    for (int i = 0; i < places; i++) {
      double where = Math.clamp((i + 0.5) * have / places - 0.5, 0, have - 1);
      int left = (int) where;
      int right = Math.min(left + 1, have - 1);
      float share = (float) (where - left);
      for (int k = 0; k < width; k++) {
        float a = Float.float16ToFloat(halves[left * width + k]);
        float b = Float.float16ToFloat(halves[right * width + k]);
        into[at + i * width + k] = a + share * (b - a);
      }
    }
  }
}
