package dev.hark.audio;

/**
 * Log-mel features of a clip: what the audio encoder sees. A frame stands for 10 ms; value (mel m,
 * frame t) lies at {@code m * frames + t}.
 */
public final class MelSpectrogram {
  /** Mel bands of every spectrogram. */
  public static final int MELS = 128;

  private final float[] values; // [mels, frames]
  private final int frames;

  /** Takes over {@code values}, [128 mels, frames]. */
  public MelSpectrogram(float[] values, int frames) {
    if (values.length != MELS * frames) {
      throw new IllegalArgumentException(
          values.length + " values for " + frames + " frames, wanted " + MELS * frames);
    }
    this.values = values;
    this.frames = frames;
  }

  /** All values, [128 mels, frames]; not a copy. */
  public float[] values() {
    return values;
  }

  /** Frames of 10 ms. */
  public int frames() {
    return frames;
  }

  /** One value. */
  public float at(int mel, int frame) {
    return values[mel * frames + frame];
  }
}
