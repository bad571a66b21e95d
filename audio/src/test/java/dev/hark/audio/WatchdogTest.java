package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchdogTest {
  private static final List<String> ENDLESS =
      List.of("-loglevel", "quiet", "-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-");

  @Test
  void processThatKeepsItsReaderWaitingIsEnded() throws IOException, InterruptedException {
    Process process = FfmpegProgram.get().command(ENDLESS).start();
    Watchdog watchdog = new Watchdog(process, Duration.ofMillis(200));
    try (InputStream output = watchdog.guardOutput(process.getInputStream())) {
      assertThat(output.read(new byte[10], 0, 10)).isEqualTo(-1);
    }
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(watchdog.hasKilled()).isTrue();
  }

  @Test
  void timeBetweenReadsDoesNotCount() throws IOException, InterruptedException {
    Process process = FfmpegProgram.get().command(ENDLESS).start();
    try {
      Watchdog watchdog = new Watchdog(process, Duration.ofMillis(50));
      assertThat(process.waitFor(400, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(watchdog.hasKilled()).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
