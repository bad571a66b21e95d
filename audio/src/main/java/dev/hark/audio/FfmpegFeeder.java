package dev.hark.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Copies a recording to the decoder's standard input, from a thread of its own. */
final class FfmpegFeeder {
  private final InputStream from;
  private final OutputStream to;
  private volatile @Nullable IOException failure;

  private FfmpegFeeder(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
  }

  /** Starts copying; both streams are closed at the end. */
  static FfmpegFeeder start(InputStream from, OutputStream to) {
    FfmpegFeeder feeder = new FfmpegFeeder(from, to);
    Thread.ofPlatform().daemon().name("hark-ffmpeg-feeder").start(feeder::copy);
    return feeder;
  }

  /** Reports that the recording could not be read to its end. */
  void check() throws IOException {
    IOException cause = failure;
    if (cause != null) {
      throw new IOException(cause.getMessage(), cause);
    }
  }

  private void copy() {
    byte[] block = new byte[1 << 16];
    try (from;
        to) {
      while (true) {
        int n = next(block);
        if (n < 0) {
          return;
        }
        to.write(block, 0, n);
      }
    } catch (IOException e) {
      // The decoder has read enough, or has ended: it says itself whether that is an error.
    }
  }

  private int next(byte[] block) {
    try {
      return from.read(block, 0, block.length);
    } catch (IOException e) {
      failure = e;
      return -1;
    }
  }
}
