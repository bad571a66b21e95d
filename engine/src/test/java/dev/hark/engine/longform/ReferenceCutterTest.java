package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.text.ReferenceSplitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceCutterTest {
  @Test
  void streamIsCutLikeTheWholeRecordingInAnyPortions() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      float[] samples = recording(random);
      long longestMs = random.nextLong(5_001, 12_000);
      List<String> expected = new ArrayList<>();
      for (ReferenceSplitter.Cut cut : ReferenceSplitter.split(samples, longestMs / 1e3)) {
        expected.add(cut.from() + "-" + cut.to());
      }

      List<Piece> pieces =
          PauseSplitterTest.split(
              ReferenceCutter.create(Duration.ofMillis(longestMs)),
              samples,
              random.nextInt(100, 200_000));

      assertThat(pieces)
          .as("seed %d", seed)
          .extracting(piece -> piece.startSample() + "-" + piece.endSample())
          .isEqualTo(expected);
      assertThat(Sounds.concat(pieces.stream().map(Piece::samples).toArray(float[][]::new)))
          .as("seed %d", seed)
          .isEqualTo(samples);
    }
  }

  @Test
  void emptyRecordingHasNoPiece() {
    assertThat(
            PauseSplitterTest.split(
                ReferenceCutter.create(ReferenceCutter.LONGEST), new float[0], 1))
        .isEmpty();
  }

  private static float[] recording(Random random) {
    List<float[]> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      double seconds = random.nextDouble(0.1, 7);
      parts.add(
          random.nextInt(3) == 0
              ? Sounds.silence(seconds)
              : Sounds.speech(seconds, random.nextLong()));
    }
    return Sounds.concat(parts.toArray(float[][]::new));
  }
}
