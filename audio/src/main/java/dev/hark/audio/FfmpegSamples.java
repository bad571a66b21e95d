package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Samples that an {@code ffmpeg} process decodes, at the recording's own rate and with all its
 * channels: the process writes a WAV stream of floats, and {@link WavSamples} reads that.
 *
 * <p>The recording reaches the process as its standard input only, so neither a file name nor
 * anything that the recording refers to is ever opened by it.
 */
final class FfmpegSamples implements MonoSamples {
  private static final String FORMATS =
      "wav,w64,aiff,au,caf,mp3,flac,ogg,aac,loas,mov,mp4,m4a,3gp,matroska,webm,amr,amrnb,amrwb,asf,"
          + "mpegts,mpeg,avi,flv,ac3,eac3,ape,wv,tta";

  /** Largest single allocation that the decoder may make. */
  private static final long MOST_ALLOCATED_BYTES = 512L << 20;

  private static final long MOST_ENDING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Process process;
  private final FfmpegLog log;
  private final Watchdog watchdog;
  private final String name;
  private final AudioLimits limits;
  private final @Nullable FfmpegFeeder feeder;
  private final WavSamples samples;

  private FfmpegSamples(
      ProcessBuilder builder, @Nullable InputStream input, String name, AudioLimits limits)
      throws IOException {
    this.name = name;
    this.limits = limits;
    process = builder.start();
    log = new FfmpegLog(process.getErrorStream());
    watchdog = new Watchdog(process, limits.timeout());
    feeder =
        input == null
            ? null
            : FfmpegFeeder.start(watchdog.guardInput(input), process.getOutputStream());
    try {
      samples = open();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Decodes a file. */
  static FfmpegSamples decode(Path file, String name, AudioLimits limits) throws IOException {
    return new FfmpegSamples(
        builder(limits).redirectInput(Redirect.from(file.toFile())), null, name, limits);
  }

  /** Decodes what a stream brings. Another thread reads the stream, and closes it. */
  static FfmpegSamples decode(InputStream input, String name, AudioLimits limits)
      throws IOException {
    return new FfmpegSamples(builder(limits), input, name, limits);
  }

  private static ProcessBuilder builder(AudioLimits limits) {
    // One second more than admitted, so that the reader sees that there is more.
    long mostSeconds = limits.maxDuration().plusSeconds(2).toSeconds();
    List<String> arguments = new ArrayList<>(inputArguments());
    arguments.addAll(List.of("-vn", "-sn", "-dn", "-map_metadata", "-1"));
    arguments.addAll(List.of("-t", Long.toString(mostSeconds), "-threads", "1"));
    arguments.addAll(List.of("-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "pipe:1"));
    return FfmpegProgram.get().command(arguments);
  }

  /** How any recording is read, whatever is then done with it. */
  static List<String> inputArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info"));
    arguments.addAll(List.of("-max_alloc", Long.toString(MOST_ALLOCATED_BYTES)));
    arguments.addAll(List.of("-protocol_whitelist", "fd", "-format_whitelist", FORMATS));
    arguments.addAll(List.of("-threads", "1", "-i", "fd:"));
    return arguments;
  }

  private WavSamples open() throws IOException {
    RewindableInput in = new RewindableInput(watchdog.guardOutput(process.getInputStream()));
    if (in.peek(1).length == 0) {
      checkFed();
      throw failure();
    }
    WavHeader header = WavHeader.read(in, name);
    in.forgetStart();
    return new WavSamples(
        in, header, header.coding().orElseThrow(), WavHeader.UNKNOWN_SIZE, name, limits);
  }

  @Override
  public int sampleRateHz() {
    return samples.sampleRateHz();
  }

  /** Bytes of samples of all channels. */
  long bytesPerSecond() {
    return samples.bytesPerSecond();
  }

  /** False: lossy codecs overshoot by little, and finding the peak means decoding twice. */
  @Override
  public boolean mayExceedFullScale() {
    return false;
  }

  @Override
  public Optional<Duration> knownDuration() {
    return log.duration();
  }

  @Override
  public int read(float[] buffer, int offset, int length) throws IOException {
    int n = samples.read(buffer, offset, length);
    if (n < 0) {
      checkFed();
    }
    if (n < 0 && (!ended() || process.exitValue() != 0)) {
      throw failure();
    }
    return n;
  }

  private void checkFed() throws IOException {
    if (feeder != null) {
      feeder.check();
    }
  }

  /**
   * Waits for the process, which has closed its output or was ended. An interrupt is kept for the
   * caller and does not shorten this: it takes milliseconds, and a child must not be left behind.
   */
  private boolean ended() {
    long deadline = System.nanoTime() + MOST_ENDING_NANOS;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private AudioException failure() {
    if (watchdog.hasKilled()) {
      return new AudioException(
          Kind.TIMEOUT,
          "%s: decoding took longer than %s; cut it or raise the timeout"
              .formatted(name, limits.timeout()));
    }
    return ended()
        ? log.failure(name, process.exitValue())
        : new AudioException(Kind.DAMAGED, name + ": the decoder did not end");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    closeQuietly(process.getInputStream());
    if (!ended()) {
      throw new AudioException(Kind.TIMEOUT, name + ": the decoder could not be ended");
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // The process is being ended.
    }
  }
}
