package dev.hark.train.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TeacherStatesTest {
  private static final TeacherStates RAMP =
      TeacherStates.of(new float[] {0, 8, 1, 9, 2, 10, 3, 11}, 2);

  @Test
  void atTheSameNumberOfPlacesNothingChanges() {
    assertThat(stretched(4)).containsExactly(0, 8, 1, 9, 2, 10, 3, 11);
  }

  @Test
  void atTwiceAsManyPlacesTheSameTimeIsCovered() {
    float[] twice = stretched(8);
    for (int i = 1; i < 7; i++) {
      assertThat(twice[2 * i]).isCloseTo((i - 0.5f) / 2, within(1e-6f));
      assertThat(twice[2 * i + 1]).isCloseTo(8 + (i - 0.5f) / 2, within(1e-6f));
    }
    assertThat(twice[0]).isZero();
    assertThat(twice[14]).isEqualTo(3);
  }

  @Test
  void atFewerPlacesTooAndOneIsTheMiddle() {
    assertThat(stretched(2)).containsExactly(0.5f, 8.5f, 2.5f, 10.5f);
    assertThat(stretched(1)).containsExactly(1.5f, 9.5f);
  }

  private static float[] stretched(int places) {
    float[] states = new float[places * 2];
    RAMP.stretch(places, states, 0);
    return states;
  }
}
