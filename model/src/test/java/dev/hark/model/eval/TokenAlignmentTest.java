package dev.hark.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.model.eval.Edit.Kind;
import dev.hark.model.eval.WordErrorRate.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenAlignmentTest {
  @Test
  void aKnownExampleIsCounted() {
    ErrorCounts counts =
        TokenAlignment.of(
                List.of("the", "cat", "sat", "on", "the", "mat"),
                List.of("the", "cat", "sat", "the", "big", "hat"))
            .counts();
    assertThat(counts.errors()).isEqualTo(3);
    assertThat(counts.referenceLength()).isEqualTo(6);
    assertThat(counts.rate()).isEqualTo(0.5);
  }

  @Test
  void theBandedAlignmentIsThatOfTheWholeTable() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      int alphabet = 2 + random.nextInt(8);
      List<String> reference = tokens(random, random.nextInt(40), alphabet);
      List<String> hypothesis =
          random.nextBoolean()
              ? tokens(random, random.nextInt(40), alphabet)
              : disturbed(random, reference, alphabet);
      assertThat(TokenAlignment.of(reference, hypothesis).edits())
          .as("seed %d", seed)
          .isEqualTo(wholeTable(reference, hypothesis));
    }
  }

  @Test
  void theEditsReplayBothSides() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<String> reference = tokens(random, random.nextInt(60), 5);
      List<String> hypothesis = tokens(random, random.nextInt(60), 5);
      List<Edit> edits = TokenAlignment.of(reference, hypothesis).edits();
      assertThat(edits.stream().filter(e -> e.kind() != Kind.INSERTION).map(Edit::reference))
          .as("seed %d", seed)
          .containsExactlyElementsOf(reference);
      assertThat(edits.stream().filter(e -> e.kind() != Kind.DELETION).map(Edit::hypothesis))
          .as("seed %d", seed)
          .containsExactlyElementsOf(hypothesis);
    }
  }

  @Test
  void aLongTextWithFewErrorsAlignsInLittleMemory() {
    List<String> reference = tokens(new Random(1), 100_000, 5000);
    List<String> hypothesis = new ArrayList<>(reference);
    hypothesis.set(50, "x");
    hypothesis.remove(70_000);
    hypothesis.add(90_000, "y");
    assertThat(TokenAlignment.of(reference, hypothesis).counts())
        .isEqualTo(new ErrorCounts(99_998, 1, 1, 1));
  }

  @Test
  void languagesAddUpByErrorsAndEmptyReferencesStandApart() {
    WordErrorRate rates = WordErrorRate.create();
    rates.add("English", "red green blue brown", "red green blue");
    rates.add("English", "hello", "goodbye");
    rates.add("English", "", "thanks for watching");
    rates.add("English", "[noise]", "");
    rates.add("Chinese", "今天天气很好。", "今天天汽很好");
    assertThat(rates.byLanguage())
        .containsEntry("English", new Score(ErrorUnit.WORD, 2, new ErrorCounts(3, 1, 1, 0), 2, 3))
        .containsEntry(
            "Chinese", new Score(ErrorUnit.CHARACTER, 1, new ErrorCounts(5, 1, 0, 0), 0, 0));
    assertThat(rates.meanRate()).isCloseTo((2.0 / 5 + 1.0 / 6) / 2, within(1e-12));
    assertThat(rates.languages()).containsExactly("Chinese", "English");
  }

  @Test
  void anEmptyReferenceHasNoRate() {
    assertThat(TokenAlignment.of(List.of(), List.of("a")).counts().rate()).isNaN();
    assertThat(WordErrorRate.create().meanRate()).isNaN();
  }

  /** The plain twin: the whole table, the same choice among equals. */
  private static List<Edit> wholeTable(List<String> reference, List<String> hypothesis) {
    int[][] cost = new int[reference.size() + 1][hypothesis.size() + 1];
    for (int i = 0; i <= reference.size(); i++) {
      for (int j = 0; j <= hypothesis.size(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
        } else {
          int same = reference.get(i - 1).equals(hypothesis.get(j - 1)) ? 0 : 1;
          cost[i][j] =
              Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        }
      }
    }
    List<Edit> edits = new ArrayList<>();
    int i = reference.size();
    int j = hypothesis.size();
    while (i > 0 || j > 0) {
      boolean same = i > 0 && j > 0 && reference.get(i - 1).equals(hypothesis.get(j - 1));
      if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + (same ? 0 : 1)) {
        edits.add(
            new Edit(
                same ? Kind.CORRECT : Kind.SUBSTITUTION, reference.get(--i), hypothesis.get(--j)));
      } else if (i > 0 && cost[i][j] == cost[i - 1][j] + 1) {
        edits.add(new Edit(Kind.DELETION, reference.get(--i), ""));
      } else {
        edits.add(new Edit(Kind.INSERTION, "", hypothesis.get(--j)));
      }
    }
    Collections.reverse(edits);
    return edits;
  }

  private static List<String> tokens(Random random, int length, int alphabet) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      tokens.add("w" + random.nextInt(alphabet));
    }
    return tokens;
  }

  private static List<String> disturbed(Random random, List<String> tokens, int alphabet) {
    List<String> result = new ArrayList<>(tokens);
    for (int i = 0; i < random.nextInt(6); i++) {
      int at = random.nextInt(result.size() + 1);
      if (random.nextBoolean()) {
        result.add(at, "w" + random.nextInt(alphabet));
      } else if (at < result.size()) {
        result.remove(at);
      }
    }
    return result;
  }
}
