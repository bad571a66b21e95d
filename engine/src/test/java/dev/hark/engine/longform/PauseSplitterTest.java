package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PauseSplitterTest {
  @Test
  void recordingWithinTheMaximumStaysWhole() {
    float[] samples = Sounds.speech(40, 1);

    List<Piece> pieces = split(PauseSplitter.create(), samples, 16_000);

    assertThat(pieces).hasSize(1);
    assertThat(pieces.getFirst().samples()).isEqualTo(samples);
  }

  @Test
  void emptyRecordingHasNoPiece() {
    assertThat(split(PauseSplitter.create(), new float[0], 16_000)).isEmpty();
  }

  @Test
  void cutsFallIntoPauses() {
    float[] samples =
        Sounds.concat(
            Sounds.speech(27, 1),
            Sounds.noise(0.6, 0.001, 2),
            Sounds.speech(30, 3),
            Sounds.noise(0.5, 0.001, 4),
            Sounds.speech(25, 5));

    List<Piece> pieces = split(PauseSplitter.create(), samples, 4_000);

    assertThat(pieces).hasSize(3);
    assertThat(pieces.get(0).seconds()).isBetween(27.1, 27.5);
    assertThat(pieces.get(1).endSample() / 16_000.0).isBetween(57.7, 58.0);
  }

  @Test
  void digitalSilenceIsCutAtTheTarget() {
    List<Piece> pieces = split(PauseSplitter.create(), Sounds.silence(100), 1_000);

    assertThat(pieces).extracting(Piece::seconds).containsExactly(30.0, 30.0, 40.0);
  }

  @Test
  void nearPauseWinsOverASlightlyQuieterFarOne() {
    float[] samples =
        Sounds.concat(
            Sounds.speech(20, 1),
            Sounds.noise(0.5, 0.0009, 2),
            Sounds.speech(9, 3),
            Sounds.noise(0.5, 0.001, 4),
            Sounds.speech(20, 5));

    assertThat(split(PauseSplitter.create(), samples, 9_999).getFirst().seconds())
        .isBetween(29.5, 30.0);
  }

  @Test
  void noSampleIsLostOrDoubledAndPortionsDoNotMatter() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      float[] samples = randomRecording(random);
      Duration target = Duration.ofMillis(random.nextInt(4_000, 9_000));
      Duration maximum = target.plusMillis(random.nextInt(2_000, (int) target.toMillis()));

      List<Piece> pieces = split(PauseSplitter.create(target, maximum), samples, 1 + seed * 977);
      List<Piece> other = split(PauseSplitter.create(target, maximum), samples, 1_600);

      long next = 0;
      List<float[]> parts = new ArrayList<>();
      for (Piece piece : pieces) {
        assertThat(piece.startSample()).as("seed %d", seed).isEqualTo(next);
        assertThat(piece.samples().length).isBetween(1, (int) maximum.toMillis() * 16);
        next = piece.endSample();
        parts.add(piece.samples());
      }
      assertThat(Sounds.concat(parts.toArray(float[][]::new)))
          .as("seed %d", seed)
          .isEqualTo(samples);
      assertThat(other)
          .extracting(Piece::startSample)
          .as("seed %d", seed)
          .isEqualTo(pieces.stream().map(Piece::startSample).toList());
      assertThat(pieces.getLast().seconds())
          .as("rest, seed %d", seed)
          .isGreaterThanOrEqualTo(Math.min(1, samples.length / 16_000.0));
    }
  }

  @Test
  void lengthsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PauseSplitter.create(Duration.ofSeconds(30), Duration.ofSeconds(30)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PauseSplitter.create(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PauseSplitter.create(Duration.ofSeconds(30), Duration.ofSeconds(60)))
        .withMessageContaining("at most 60000 ms");
  }

  private static float[] randomRecording(Random random) {
    List<float[]> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      double seconds = random.nextDouble(0.01, 6);
      parts.add(
          switch (random.nextInt(3)) {
            case 0 -> Sounds.silence(seconds);
            case 1 -> Sounds.noise(seconds, 0.01, random.nextLong());
            default -> Sounds.speech(seconds, random.nextLong());
          });
    }
    return Sounds.concat(parts.toArray(float[][]::new));
  }

  static List<Piece> split(PieceCutter cutter, float[] samples, int portion) {
    List<Piece> pieces = new ArrayList<>();
    for (int at = 0; at < samples.length; at += portion) {
      cutter.accept(samples, at, Math.min(portion, samples.length - at), pieces::add);
    }
    cutter.finish(pieces::add);
    return pieces;
  }
}
