package dev.hark.engine.stream;

import dev.hark.audio.PcmStream;
import dev.hark.engine.VoiceActivity;
import dev.hark.model.network.AudioTokenTimes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Speech by a head on the audio encoder. It keeps one to two seconds, which the encoder reads again
 * with every new frame, since a frame is judged by what is around it.
 */
public final class NeuralVoiceActivity implements VoiceActivity {
  private static final int FRAME = PcmStream.SAMPLE_RATE_HZ * 80 / 1000;
  private static final int SECOND = PcmStream.SAMPLE_RATE_HZ; // a chunk of the encoder

  private final Function<float[], List<Double>> head;
  private final float[] recent = new float[2 * SECOND + FRAME];
  private int length;

  /**
   * A detector.
   *
   * @param head how likely each audio token of a clip is speech
   */
  public NeuralVoiceActivity(Function<float[], List<Double>> head) {
    this.head = head;
  }

  @Override
  public int frameSamples() {
    return FRAME;
  }

  @Override
  public double speech(float[] samples, int offset) {
    if (length + FRAME > 2 * SECOND) {
      // Whole chunks go, so that the others are cut as before.
      System.arraycopy(recent, SECOND, recent, 0, length - SECOND);
      length -= SECOND;
    }
    System.arraycopy(samples, offset, recent, length, FRAME);
    length += FRAME;
    List<Double> speech = head.apply(Arrays.copyOf(recent, length));
    long middle = (length - FRAME / 2) * 1000L / SECOND;
    return speech.get(Math.min(speech.size() - 1, AudioTokenTimes.tokenAt(middle)));
  }
}
