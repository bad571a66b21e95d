package dev.hark.audio;

import java.util.Arrays;

/**
 * Log-mel features of a clip that grows: at any time exactly what {@link LogMel#compute} gives for
 * all samples so far, without computing finished frames again.
 *
 * <p>A frame is finished when all samples of its window are there. The last one or two frames see
 * the mirrored end of the clip, and the floor follows the loudest value so far, so earlier values
 * may still change; what is kept is the logarithm before floor and scale, 51 kB a second. One
 * thread.
 */
public final class StreamingLogMel {
  private static final int MELS = MelSpectrogram.MELS;

  private final LogMel logMel;
  private float[] columns = new float[256 * MELS]; // [frames, mels], before floor and scale
  private int finished;
  private float[] tail = new float[2 * LogMel.LEAST_SAMPLES]; // tail[0] is sample tailStart
  private int tailLength;
  private long tailStart = -LogMel.REACH;

  StreamingLogMel(LogMel logMel) {
    this.logMel = logMel;
    this.tailLength = LogMel.REACH; // the mirrored start, known once 201 samples are there
  }

  /** Takes in further samples at 16 kHz. */
  public void accept(float[] samples, int offset, int length) {
    if (tailLength + length > tail.length) {
      tail = Arrays.copyOf(tail, Math.max(tailLength + length, 2 * tail.length));
    }
    System.arraycopy(samples, offset, tail, tailLength, length);
    tailLength += length;
    // Until half a second is there, silence after the clip decides how its end looks.
    if (samples() >= LogMel.LEAST_SAMPLES) {
      finishFrames();
    }
  }

  /** Samples taken in so far. */
  public long samples() {
    return tailStart + tailLength;
  }

  /** Features of all samples so far. */
  public MelSpectrogram compute() {
    if (samples() < LogMel.LEAST_SAMPLES) {
      return logMel.compute(tail, LogMel.REACH, tailLength - LogMel.REACH);
    }
    int frames = (int) (samples() / LogMel.HOP);
    int open = frames - finished;
    float[] end = Arrays.copyOf(tail, tailLength + LogMel.REACH);
    for (int i = 0; i < LogMel.REACH; i++) {
      end[tailLength + i] = tail[tailLength - 2 - i];
    }
    reserve(frames);
    logMel.logarithms(end, windowStart(finished), open, columns, finished);
    return LogMel.scaled(columns, frames);
  }

  private void finishFrames() {
    if (finished == 0) {
      for (int i = 1; i <= LogMel.REACH; i++) {
        tail[LogMel.REACH - i] = tail[LogMel.REACH + i];
      }
    }
    int complete = (int) ((samples() - LogMel.REACH) / LogMel.HOP) + 1;
    reserve(complete);
    logMel.logarithms(tail, windowStart(finished), complete - finished, columns, finished);
    finished = complete;
    // The next window, and what the mirrored end needs, which is less.
    int unneeded = windowStart(finished);
    System.arraycopy(tail, unneeded, tail, 0, tailLength - unneeded);
    tailLength -= unneeded;
    tailStart += unneeded;
  }

  /** Where in the tail the window of a frame begins. */
  private int windowStart(int frame) {
    return (int) ((long) frame * LogMel.HOP - LogMel.REACH - tailStart);
  }

  private void reserve(int frames) {
    if (frames * MELS > columns.length) {
      columns = Arrays.copyOf(columns, Math.max(frames * MELS, 2 * columns.length));
    }
  }
}
