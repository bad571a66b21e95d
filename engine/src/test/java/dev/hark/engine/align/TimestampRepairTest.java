package dev.hark.engine.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TimestampRepairTest {
  @Test
  void goldenVectorsAreRepairedAlike() {
    List<JsonNode> cases = GoldenLines.read("text/timestamp_fix.jsonl");

    assertThat(cases).hasSize(247);
    for (JsonNode vector : cases) {
      int[] input = GoldenLines.ints(vector.get("input_ms"));
      int[] expected = GoldenLines.ints(vector.get("output_ms"));
      assertThat(TimestampRepair.repair(input))
          .as("repair of %s", vector)
          .containsExactly(expected);
      assertThat(TimestampRepair.repairQuadratically(input))
          .as("quadratic repair of %s", vector)
          .containsExactly(expected);
    }
  }

  @Test
  void exampleOfTheReferenceParserIsRepairedAlike() {
    JsonNode example =
        new JsonMapper()
            .readTree(GoldenLines.path("text/merge.json"))
            .get("parse_timestamp_example");
    int[] expected =
        example
            .get("result_ms")
            .valueStream()
            .flatMap(item -> Stream.of(item.get("start_time"), item.get("end_time")))
            .mapToInt(JsonNode::intValue)
            .toArray();

    assertThat(TimestampRepair.repair(GoldenLines.ints(example.get("raw_ms"))))
        .containsExactly(expected);
  }

  @Test
  void fastAndQuadraticRepairAgreeOnRandomTimes() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int[] values = randomTimes(random);

      assertThat(TimestampRepair.repair(values))
          .as("seed %d", seed)
          .containsExactly(TimestampRepair.repairQuadratically(values));
    }
  }

  @Test
  void repairedTimesNeverDecrease() {
    for (int seed = 0; seed < 500; seed++) {
      int[] repaired = TimestampRepair.repair(randomTimes(new Random(seed)));

      assertThat(repaired).as("seed %d", seed).isSorted();
    }
  }

  @Test
  void noTimesStayNoTimes() {
    assertThat(TimestampRepair.repair(new int[0])).isEmpty();
  }

  /** Rising times with outliers, or a few distinct values so that ties are frequent. */
  private static int[] randomTimes(Random random) {
    int count = random.nextInt(1, 120);
    int outliers = random.nextInt(1, 8);
    int distinct = random.nextInt(1, 40);
    boolean rising = random.nextBoolean();
    int[] values = new int[count];
    int clock = 0;
    for (int i = 0; i < count; i++) {
      clock += 80 * random.nextInt(3);
      boolean outlier = !rising || random.nextInt(outliers) == 0;
      values[i] = outlier ? 80 * random.nextInt(distinct) : clock;
    }
    return values;
  }
}
