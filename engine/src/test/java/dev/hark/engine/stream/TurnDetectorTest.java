package dev.hark.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.Endpointing;
import dev.hark.engine.stream.TurnDetector.Turn;
import dev.hark.engine.synthetic.SpeechLikeSound;
import dev.hark.model.GoldenModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnDetectorTest {
  private static final int RATE = 16_000;

  /** A turn in seconds. */
  private record Span(double start, double end) {}

  @ParameterizedTest
  @ValueSource(ints = {-90, -60, -50, -40, -30, -20})
  void steadyNoiseIsNoSpeech(int decibels) {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(turns(noise(10, decibels, seed))).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void noiseThatSetsInIsForgottenWithinTwoSeconds() {
    float[] sound = noise(10, -60, 1);
    float[] louder = noise(6, -35, 2);
    System.arraycopy(louder, 0, sound, 4 * RATE, louder.length);
    List<Span> turns = turns(sound);
    assertThat(turns).hasSizeLessThan(2).allMatch(turn -> turn.end() < 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {-70, -50, -40})
  void voiceIsFoundInNoiseAndItsPausesEndTurns(int noiseDecibels) {
    for (int seed = 0; seed < 5; seed++) {
      float[] voice = new SpeechLikeSound(seed).next(40 * RATE);
      List<Span> clean = turns(voice);
      assertThat(clean).as("seed %d", seed).hasSizeBetween(3, 9);
      List<Span> noisy = turns(mixed(voice, noise(40, noiseDecibels, seed)));
      assertThat(noisy).as("seed %d", seed).hasSameSizeAs(clean);
      for (int i = 0; i < clean.size(); i++) {
        assertThat(noisy.get(i).start() - clean.get(i).start()).isBetween(-0.3, 0.3);
        assertThat(noisy.get(i).end() - clean.get(i).end()).isBetween(-0.5, 0.5);
      }
    }
  }

  @Test
  void loudnessDoesNotMatter() {
    float[] voice = new SpeechLikeSound(3).next(20 * RATE);
    float[] quiet = new float[voice.length];
    for (int i = 0; i < voice.length; i++) {
      quiet[i] = voice[i] * 0.1f;
    }
    assertThat(turns(quiet)).hasSameSizeAs(turns(voice));
  }

  @Test
  void wordsOfARecordingLieInTurns() {
    float[] clip =
        AudioReader.create().readAll(AudioSource.of(GoldenModels.golden("clips/jfk.wav")));
    List<Span> turns = turns(clip);
    assertThat(turns.getFirst().start()).isBetween(0.2, 0.4);
    // Where the aligner finds words: 0.32 to 3.9 s with a pause, 4.3 to 10.5 s.
    for (double word : new double[] {0.9, 1.5, 2.0, 3.6, 5.6, 6.0, 6.6, 8.6, 9.2, 10.0}) {
      assertThat(turns).anyMatch(turn -> turn.start() <= word && word <= turn.end());
    }
    for (double pause : new double[] {2.9, 4.9, 7.95}) {
      assertThat(turns).noneMatch(turn -> turn.start() <= pause && pause <= turn.end());
    }
  }

  @Test
  void turnEndsTheEarlierTheLessPatienceThereIs() {
    float[] sound = Arrays.copyOf(new SpeechLikeSound(1).next(4 * RATE), 8 * RATE);
    int usual = end(sound, 1);
    int hurried = end(sound, 0.4);
    assertThat(usual - hurried).isBetween(RATE / 5, RATE / 2);
  }

  private static int end(float[] sound, double patience) {
    TurnDetector detector = new TurnDetector(Endpointing.create());
    for (int at = 0; at + detector.frameSamples() <= sound.length; at += detector.frameSamples()) {
      if (detector.accept(sound, at, patience) == Turn.ENDS && at > 2 * RATE) {
        return at;
      }
    }
    throw new AssertionError("the turn does not end");
  }

  private static List<Span> turns(float[] sound) {
    TurnDetector detector = new TurnDetector(Endpointing.create());
    List<Span> turns = new ArrayList<>();
    double start = -1;
    int frame = detector.frameSamples();
    for (int at = 0; at + frame <= sound.length; at += frame) {
      double now = (at + frame) / (double) RATE;
      switch (detector.accept(sound, at, 1)) {
        case STARTS -> start = now - detector.speechSamples() / (double) RATE;
        case ENDS -> {
          turns.add(new Span(start, now - detector.silentSamples() / (double) RATE));
          start = -1;
        }
        case NONE -> {}
      }
    }
    if (start >= 0) {
      turns.add(new Span(start, sound.length / (double) RATE));
    }
    return turns;
  }

  private static float[] noise(int seconds, double decibels, long seed) {
    Random random = new Random(seed);
    double deviation = Math.pow(10, decibels / 20);
    float[] samples = new float[seconds * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (deviation * random.nextGaussian());
    }
    return samples;
  }

  private static float[] mixed(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
