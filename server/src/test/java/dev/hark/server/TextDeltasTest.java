package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.Segment;
import dev.hark.server.transcribe.TextDeltas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDeltasTest {
  private final List<String> heard = new ArrayList<>();
  private final TextDeltas deltas = new TextDeltas(heard::add);

  @Test
  void piecesAreJoinedAsTheEngineJoinsThem() {
    deltas.text("One");
    deltas.text(" two.");
    deltas.segment(segment("One two."));
    deltas.text("Three");
    deltas.segment(segment("Three."));

    assertThat(heard).containsExactly("One", " two.", " Three", ".");
  }

  @Test
  void languagesWithoutSpacesGetNone() {
    deltas.text("你好。");
    deltas.segment(segment("你好。"));
    deltas.text("再见");

    assertThat(String.join("", heard)).isEqualTo("你好。再见");
  }

  @Test
  void correctedPieceIsNotSentAgainAndTheNextGoesOn() {
    deltas.text("la la la");
    deltas.segment(segment("something else"));
    deltas.text("next");
    deltas.segment(segment("next"));

    assertThat(heard).containsExactly("la la la", " next");
  }

  private static Segment segment(String text) {
    return new Segment(Duration.ZERO, Duration.ZERO, text, "", List.of());
  }
}
