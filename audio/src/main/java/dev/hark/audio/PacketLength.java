package dev.hark.audio;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a recording is by its packets, which are counted without decoding them: a process of
 * {@code ffmpeg} lists them, a hundred thousand in about a quarter of a second.
 */
record PacketLength(AudioSource source, AudioLimits limits) {
  private static final String TICK = "#tb 0: ";

  /**
   * Counts them, or as many as are too many.
   *
   * @return empty if they do not tell, or the recording cannot be read twice
   */
  Optional<Duration> measure() {
    return switch (source) {
      case StreamSource _ -> Optional.empty();
      case FileSource(var file) -> measure(builder().redirectInput(file.toFile()), new byte[0]);
      case BytesSource memory -> measure(builder(), memory.bytes());
    };
  }

  private ProcessBuilder builder() {
    List<String> arguments = new ArrayList<>(FfmpegSamples.inputArguments());
    arguments.addAll(List.of("-map", "0:a:0", "-c", "copy", "-f", "framecrc", "pipe:1"));
    return FfmpegProgram.get().command(arguments).redirectError(Redirect.DISCARD);
  }

  private Optional<Duration> measure(ProcessBuilder builder, byte[] fed) {
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Optional.empty();
    }
    Watchdog watchdog = new Watchdog(process, limits.timeout());
    if (fed.length > 0) {
      var _ = FfmpegFeeder.start(new ByteArrayInputStream(fed), process.getOutputStream());
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                watchdog.guardOutput(process.getInputStream()), StandardCharsets.US_ASCII))) {
      return length(lines);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    } finally {
      process.destroyForcibly();
      var _ = process.onExit().join();
    }
  }

  /** Adds up lines of {@code stream, dts, pts, duration, size, checksum}. */
  private Optional<Duration> length(BufferedReader lines) throws IOException {
    double tickSeconds = 0;
    double added = 0; // ticks
    double first = Double.NaN;
    double last = 0;
    double mostSeconds = limits.maxDuration().plusSeconds(1).toMillis() / 1e3;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(TICK)) {
        String[] fraction = line.substring(TICK.length()).split("/", 2);
        tickSeconds = Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
      } else if (!line.startsWith("#")) {
        String[] packet = line.split(",", 5);
        double at = Double.parseDouble(packet[1]);
        double duration = Double.parseDouble(packet[3]);
        first = Double.isNaN(first) ? at : first;
        last = Math.max(last, at - first + duration);
        added += Math.max(0, duration);
        if (Math.max(last, added) * tickSeconds > mostSeconds) {
          break;
        }
      }
    }
    double seconds = Math.max(last, added) * tickSeconds;
    return seconds > 0 ? Optional.of(Duration.ofMillis((long) (seconds * 1000))) : Optional.empty();
  }
}
