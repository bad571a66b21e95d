package dev.hark.train.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPairTest {
  @Test
  void aStudentsLayersLookAtTheOnesAsDeepInTheTeacher() {
    assertThat(LayerPair.evenlySpread(2, 4))
        .containsExactly(new LayerPair(1, 2), new LayerPair(2, 4));
    assertThat(LayerPair.evenlySpread(3, 18))
        .containsExactly(new LayerPair(1, 6), new LayerPair(2, 12), new LayerPair(3, 18));
    assertThat(LayerPair.evenlySpread(4, 2))
        .containsExactly(
            new LayerPair(1, 1), new LayerPair(2, 1), new LayerPair(3, 2), new LayerPair(4, 2));
  }

  @Test
  void chosenLayersAreReadInTheirOrder() {
    assertThat(LayerPair.parse("2:4,1:2", "encoder", 2, 4))
        .isEqualTo(List.of(new LayerPair(2, 4), new LayerPair(1, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:2,", "0:1", "a:b", "3:1", "1:5", "1:2,1:2"})
  void whatCannotBeMeantIsRefused(String pairs) {
    assertThatThrownBy(() -> LayerPair.parse(pairs, "encoder", 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder layers");
  }
}
