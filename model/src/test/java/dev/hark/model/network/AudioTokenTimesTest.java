package dev.hark.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudioTokenTimesTest {
  @Test
  void tokensTileEverySecond() {
    assertThat(AudioTokenTimes.startMillis(0)).isZero();
    assertThat(AudioTokenTimes.endMillis(0)).isEqualTo(40);
    assertThat(AudioTokenTimes.startMillis(12)).isEqualTo(920);
    assertThat(AudioTokenTimes.endMillis(12)).isEqualTo(1000);
    assertThat(AudioTokenTimes.startMillis(13)).isEqualTo(1000);
    assertThat(AudioTokenTimes.startMillis(14)).isEqualTo(1040);
  }

  @Test
  void everyTimeLiesInTheStretchOfItsToken() {
    for (long millis = 0; millis < 3000; millis++) {
      int token = AudioTokenTimes.tokenAt(millis);
      assertThat(millis)
          .isGreaterThanOrEqualTo(AudioTokenTimes.startMillis(token))
          .isLessThan(AudioTokenTimes.endMillis(token));
    }
  }
}
