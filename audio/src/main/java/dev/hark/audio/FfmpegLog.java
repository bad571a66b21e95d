package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a decoder writes to its error output: condensed to a duration and one clear reason. */
final class FfmpegLog {
  private static final Pattern DURATION =
      Pattern.compile("\\[info] {3}Duration: (\\d+):(\\d\\d):(\\d\\d)\\.(\\d\\d),.*");
  private static final Pattern ERROR =
      Pattern.compile("(?:\\[[^\\]]* @ \\w+] )?\\[(?:error|fatal)] (.*)");
  private static final int MOST_ERRORS = 20;
  private static final int LONGEST_LINE = 2000;

  private final CompletableFuture<Optional<Duration>> duration = new CompletableFuture<>();
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread reader;
  private boolean estimated;

  FfmpegLog(InputStream stderr) {
    reader = Thread.ofPlatform().daemon().name("hark-ffmpeg-log").start(() -> follow(stderr));
  }

  private void follow(InputStream stderr) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c == '\n' || c == '\r') {
          accept(line.toString());
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) c);
        }
      }
      accept(line.toString());
    } catch (IOException e) {
      // The decoder was ended while its log was being read.
    } finally {
      duration.complete(Optional.empty());
    }
  }

  private void accept(String line) {
    if (line.contains("Estimating duration from bitrate")) {
      estimated = true;
    }
    Matcher found = DURATION.matcher(line);
    if (found.matches()) {
      duration.complete(estimated ? Optional.empty() : Optional.of(time(found)));
    } else if (line.startsWith("[info]   Duration: ") || line.startsWith("[info] Output #0")) {
      duration.complete(Optional.empty());
    }
    Matcher error = ERROR.matcher(line);
    if (error.matches()) {
      synchronized (errors) {
        if (errors.size() == MOST_ERRORS) {
          errors.removeFirst();
        }
        errors.addLast(OneLine.of(error.group(1)));
      }
    }
  }

  private static Duration time(Matcher found) {
    return Duration.ofHours(Long.parseLong(found.group(1)))
        .plusMinutes(Integer.parseInt(found.group(2)))
        .plusSeconds(Integer.parseInt(found.group(3)))
        .plusMillis(10L * Integer.parseInt(found.group(4)));
  }

  /** The duration that the container states; to be asked once samples arrive. */
  Optional<Duration> duration() {
    try {
      return duration.get(2, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Why the decoder gave up; to be asked after its end. */
  AudioException failure(String name, int exitStatus) {
    try {
      reader.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String all;
    String last;
    synchronized (errors) {
      all = String.join("\n", errors).toLowerCase(Locale.ROOT);
      last = errors.isEmpty() ? "the decoder stopped with status " + exitStatus : errors.peekLast();
    }
    if (all.contains("whitelist")) {
      return new AudioException(
          Kind.UNSUPPORTED,
          name
              + ": a playlist, a script or another kind of file that is not read; wanted a recording, such as wav, mp3, m4a, flac, ogg or mp4");
    }
    if (all.contains("does not contain any stream") || all.contains("matches no streams")) {
      return new AudioException(
          Kind.UNSUPPORTED, name + ": has no audio track, wanted a file with sound");
    }
    if (all.contains("moov atom not found")) {
      return new AudioException(
          Kind.DAMAGED, name + ": MP4 without its index (moov), cut off; get the whole file");
    }
    if (all.contains("error opening input")) {
      return new AudioException(
          Kind.UNSUPPORTED,
          name + ": not audio of a known format, or damaged at its start; wanted a recording");
    }
    if (all.contains("error opening output")) {
      return new AudioException(
          Kind.DAMAGED,
          name + ": its header is damaged: it gives no usable codec, sampling rate or channels");
    }
    if (all.contains("nothing was written into output")) {
      return new AudioException(
          Kind.DAMAGED, name + ": damaged: no part of its sound can be decoded");
    }
    return new AudioException(Kind.DAMAGED, "%s: cannot be decoded: %s".formatted(name, last));
  }
}
