package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.text.ReferenceSplitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
  void longRecordingsOfTheReferenceFlowAreCutAlike() {
    JsonNode golden =
        new JsonMapper()
            .readTree(Path.of(System.getProperty("hark.golden"), "text/transcribe_flow.json"));
    int compared = 0;
    for (JsonNode vector : golden.get("cases")) {
      if (vector.has("error")) {
        continue;
      }
      List<Integer> expected = new ArrayList<>();
      for (JsonNode batch : vector.get("model_batches")) {
        batch.forEach(request -> expected.add(request.get("audio_samples").intValue()));
      }
      List<Integer> lengths = new ArrayList<>();
      for (JsonNode audio : vector.get("audio")) {
        float[] samples = flowAudio(audio.get("samples").intValue(), audio.get("seed").intValue());
        PieceCutter cutter = ReferenceCutter.create(Duration.ofSeconds(10));
        for (Piece piece : PauseSplitterTest.split(cutter, samples, 16_000)) {
          lengths.add(piece.samples().length);
        }
      }
      assertThat(lengths).as(vector.get("name").stringValue()).isEqualTo(expected);
      compared++;
    }
    assertThat(compared).isEqualTo(7);
  }

  /** The audio of the flow cases: a linear congruential generator, with silence at two places. */
  private static float[] flowAudio(int length, int seed) {
    float[] samples = new float[length];
    long state = seed;
    for (int i = 0; i < length; i++) {
      state = (1_103_515_245L * state + 12_345) % (1L << 31);
      boolean silent = i % 150_000 < 6_000 && i >= 150_000;
      samples[i] = silent ? 0 : (((state >> 8) & 0xFFFF) - 32_768) / 65_536f * 0.5f;
    }
    return samples;
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
