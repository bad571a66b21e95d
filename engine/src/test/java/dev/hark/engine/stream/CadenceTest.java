package dev.hark.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.StreamSteps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private static final int SECOND = 16_000;

  private long nanos;
  private final Cadence cadence = Cadence.create(() -> nanos);
  private final List<Integer> turns = new ArrayList<>(); // whose turn it was, in order

  @Test
  void stepsBecomeRarerWithTheNumberOfOpenSegmentsUpToABound() {
    StreamSteps live = StreamSteps.live(); // 1 to 4 s
    for (int[] expected :
        new int[][] {{1, 2}, {2, 2}, {3, 3}, {4, 4}, {7, 7}, {8, 8}, {9, 8}, {1000, 8}}) {
      assertThat(Cadence.samplesBetweenSteps(live, expected[0]))
          .as("%d segments", expected[0])
          .isEqualTo(expected[1] * SECOND / 2);
    }
  }

  @Test
  void fixedStepsAreAsFrequentBesideAnyNumberOfOthers() {
    StreamSteps fixed = StreamSteps.live().withEvery(Duration.ofSeconds(2)).fixed();
    assertThat(Cadence.samplesBetweenSteps(fixed, 1000)).isEqualTo(2 * SECOND);
  }

  @Test
  void firstTextOfASegmentDoesNotWaitLonger() {
    List<Cadence.Place> places = enter(8);
    Cadence.Place place = places.getFirst();
    assertThat(place.samplesBetweenSteps()).isEqualTo(SECOND);
    place.stepped();
    assertThat(place.samplesBetweenSteps()).isEqualTo(4 * SECOND);
    places.subList(1, 7).forEach(Cadence.Place::close);
    assertThat(place.samplesBetweenSteps()).as("others have left").isEqualTo(SECOND);
  }

  @Test
  void segmentsThatHaveWaitedHalfOfTheirTimeJoinTheRoundOfOneThatIsDue() {
    List<Cadence.Place> places = enter(3);
    places.get(0).heard(SECOND / 2 - 1);
    places.get(1).heard(SECOND / 2);
    assertThat(turns).isEmpty();
    places.get(2).heard(SECOND);
    assertThat(turns).containsExactly(2, 1);
    assertThat(places.get(0).begin()).isFalse();
    assertThat(places.get(1).begin()).isTrue();
    assertThat(places.get(1).begin()).as("a turn is taken once").isFalse();
  }

  @Test
  void noRoundBeginsBeforeTheOneBeforeIsDoneAndWhoIsDueLongestIsFirst() {
    List<Cadence.Place> places = enter(7);
    for (int i : new int[] {4, 0, 1, 2, 3, 5, 6}) {
      places.get(i).heard(SECOND);
    }
    assertThat(turns).containsExactly(4);
    step(places.get(4));
    assertThat(turns).containsExactly(4, 0, 1, 2, 3);
    for (int i = 0; i < 3; i++) {
      step(places.get(i));
    }
    assertThat(turns).hasSize(5);
    step(places.get(3));
    assertThat(turns.subList(5, 7)).containsExactly(5, 6);
  }

  @Test
  void segmentThatEndsDuringItsTurnDoesNotHoldUpTheOthers() {
    List<Cadence.Place> places = enter(2);
    places.get(0).heard(SECOND);
    places.get(1).heard(SECOND);
    assertThat(turns).containsExactly(0);
    places.get(0).close();
    assertThat(turns).containsExactly(0, 1);
  }

  @Test
  void noRoundBeginsWhileAFinalTextIsWritten() {
    List<Cadence.Place> places = enter(3);
    places.get(0).heard(SECOND);
    places.get(0).concluding();
    places.get(1).heard(SECOND);
    places.get(2).concluding();
    places.get(0).close();
    assertThat(turns).containsExactly(0);
    assertThat(places.get(0).begin()).as("its turn is gone").isFalse();
    places.get(2).close();
    assertThat(turns).containsExactly(0, 1);
  }

  @Test
  void sessionThatDoesNotTakeItsTurnDoesNotHoldUpTheOthersForLong() {
    List<Cadence.Place> places = enter(2);
    places.get(0).heard(SECOND);
    places.get(1).heard(SECOND);
    nanos += 900_000_000L;
    places.get(1).heard(SECOND);
    assertThat(turns).containsExactly(0);
    nanos += 200_000_000L;
    places.get(1).heard(SECOND);
    assertThat(turns).containsExactly(0, 1);
    assertThat(places.get(0).begin()).as("late, but its turn").isTrue();
  }

  private void step(Cadence.Place place) {
    assertThat(place.begin()).isTrue();
    place.stepped();
  }

  private List<Cadence.Place> enter(int count) {
    List<Cadence.Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      places.add(cadence.enter(StreamSteps.live(), () -> turns.add(number)));
    }
    return places;
  }
}
