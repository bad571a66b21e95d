package dev.hark.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeShiftsTest {
  @Test
  void shiftsCountWhicheverWayTheyAre() {
    TimeShifts shifts = new TimeShifts();
    shifts.add(-40, 80);
    shifts.add(100, 0);
    assertThat(shifts.words()).isEqualTo(2);
    assertThat(shifts.startMillis()).isEqualTo(70);
    assertThat(shifts.endMillis()).isEqualTo(40);
    assertThat(shifts.meanMillis()).isEqualTo(55);
    assertThat(shifts.medianMillis()).isEqualTo(80);
    assertThat(shifts.within(80)).isEqualTo(0.75);
    assertThat(shifts.within(39)).isEqualTo(0.25);
  }

  @Test
  void nothingHasNoMean() {
    assertThat(new TimeShifts().meanMillis()).isNaN();
    assertThat(new TimeShifts().medianMillis()).isNaN();
  }
}
