package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPlotsTest {
  @Test
  void aFewHighValuesDoNotFlattenTheRest() {
    List<Double> losses = new ArrayList<>(Collections.nCopies(100, 2.0));
    losses.set(0, 60.0);
    losses.set(1, 20.0);
    assertThat(RunPlots.frame(losses)).isEqualTo(2.5);
  }

  @Test
  void aLineWithoutThemIsShownWhole() {
    assertThat(RunPlots.frame(List.of(90.0, 30.0, 12.0))).isEqualTo(90);
    List<Double> falling = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      falling.add(5 - i / 50.0);
    }
    assertThat(RunPlots.frame(falling)).isEqualTo(5);
  }
}
