package dev.hark.engine.longform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoopDetectorTest {
  @Test
  void everyBlockLengthIsNoticedAtItsThresholdAndNotBefore() {
    for (int period = 1; period <= LoopDetector.LONGEST_PERIOD; period++) {
      int repeats = LoopDetector.repeatsOfLoop(period);
      int[] block = IntStream.range(100, 100 + period).toArray();
      LoopDetector detector = new LoopDetector();
      feed(detector, new int[] {1, 2, 3});

      for (int i = 1; i < repeats; i++) {
        assertThat(feed(detector, block)).as("period %d, repeat %d", period, i).isFalse();
      }
      assertThat(feed(detector, block)).as("period %d", period).isTrue();
      assertThat(detector.period()).isEqualTo(period);
      assertThat(detector.keptTokens()).as("kept at period %d", period).isEqualTo(3 + period);
    }
  }

  @Test
  void legitimateRepetitionIsNoLoop() {
    assertThat(loops(repeat(8, 2152))).as("no no no no no no no no").isFalse();
    assertThat(loops(repeat(20, 4223))).as("ha, twenty times").isFalse();
    assertThat(loops(repeat(20, 2152, 11))).as("no, no, twenty times").isFalse();
    assertThat(loops(IntStream.range(0, 1000).toArray())).as("counting").isFalse();
    assertThat(loops(repeat(7, IntStream.range(0, 30).toArray()))).as("a refrain").isFalse();
  }

  @Test
  void loopWithADriftingNumberIsOutOfReach() {
    int[] tokens = IntStream.range(0, 400).map(i -> i % 4 == 0 ? 1000 + i : i % 4).toArray();

    assertThat(loops(tokens)).isFalse();
  }

  @Test
  void onceNoticedALoopStaysNoticed() {
    LoopDetector detector = new LoopDetector();
    feed(detector, repeat(30, 7));

    assertThat(detector.accept(8)).isTrue();
    assertThat(detector.keptTokens()).isEqualTo(1);
  }

  @Test
  void referenceTranscriptsAreNoLoops() throws IOException {
    Path file = Path.of(System.getProperty("hark.golden"), "tiny-asr/vectors/cases.jsonl");
    JsonMapper json = new JsonMapper();
    int sequences = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode vector = json.readTree(line);
      int[] ids = vector.get("generated_ids").valueStream().mapToInt(JsonNode::intValue).toArray();
      assertThat(loops(ids)).as("case %s", vector.get("case")).isFalse();
      sequences++;
    }
    assertThat(sequences).isPositive();
  }

  @Test
  void detectorAgreesWithAPlainSearch() {
    for (int seed = 0; seed < 300; seed++) {
      int[] tokens = randomTokens(new Random(seed));
      LoopDetector detector = new LoopDetector();
      int noticed = -1;
      for (int i = 0; i < tokens.length && noticed < 0; i++) {
        noticed = detector.accept(tokens[i]) ? i : -1;
      }
      assertThat(noticed).as("seed %d", seed).isEqualTo(firstLoop(tokens));
    }
  }

  /** Index of the token that completes the first loop, found by comparing blocks; -1 for none. */
  private static int firstLoop(int[] tokens) {
    for (int end = 1; end <= tokens.length; end++) {
      for (int period = 1; period <= LoopDetector.LONGEST_PERIOD; period++) {
        int start = end - period * LoopDetector.repeatsOfLoop(period);
        boolean loop = start >= 0;
        for (int i = start + period; loop && i < end; i++) {
          loop = tokens[i] == tokens[i - period];
        }
        if (loop) {
          return end - 1;
        }
      }
    }
    return -1;
  }

  /** Random text that now and then repeats a block, sometimes long enough to be a loop. */
  private static int[] randomTokens(Random random) {
    IntStream.Builder tokens = IntStream.builder();
    for (int part = 0; part < 4; part++) {
      random.ints(random.nextInt(30), 0, 3).forEach(tokens);
      int[] block = random.ints(random.nextInt(1, 40), 0, 5).toArray();
      for (int i = random.nextInt(26); i > 0; i--) {
        IntStream.of(block).forEach(tokens);
      }
    }
    return tokens.build().toArray();
  }

  private static int[] repeat(int times, int... block) {
    return IntStream.range(0, times * block.length).map(i -> block[i % block.length]).toArray();
  }

  private static boolean loops(int[] tokens) {
    return feed(new LoopDetector(), tokens);
  }

  private static boolean feed(LoopDetector detector, int[] tokens) {
    for (int token : tokens) {
      detector.accept(token);
    }
    return detector.looping();
  }
}
