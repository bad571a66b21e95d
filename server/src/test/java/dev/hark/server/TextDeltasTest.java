package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.Segment;
import dev.hark.engine.TextDelta;
import dev.hark.server.transcribe.TextDeltas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDeltasTest {
  private final List<String> heard = new ArrayList<>();
  private final TextDeltas deltas = new TextDeltas(delta -> heard.add(delta.text()));

  @Test
  void piecesAreJoinedAsTheEngineJoinsThem() {
    deltas.text(said("One"));
    deltas.text(said(" two."));
    deltas.segment(segment("One two."));
    deltas.text(said("Three"));
    deltas.segment(segment("Three."));

    assertThat(heard).containsExactly("One", " two.", " Three", ".");
  }

  @Test
  void languagesWithoutSpacesGetNone() {
    deltas.text(said("你好。"));
    deltas.segment(segment("你好。"));
    deltas.text(said("再见"));

    assertThat(String.join("", heard)).isEqualTo("你好。再见");
  }

  @Test
  void correctedPieceIsNotSentAgainAndTheNextGoesOn() {
    deltas.text(said("la la la"));
    deltas.segment(segment("something else"));
    deltas.text(said("next"));
    deltas.segment(segment("next"));

    assertThat(heard).containsExactly("la la la", " next");
  }

  @Test
  void tokensGoWithTheTextTheyMake() {
    List<TextDelta> all = new ArrayList<>();
    TextDeltas withTokens = new TextDeltas(all::add);
    ScoredToken one = new ScoredToken(1, List.of((int) 'a'), -0.5, List.of());
    ScoredToken two = new ScoredToken(2, List.of((int) 'b'), -0.25, List.of());
    withTokens.text(new TextDelta("a", List.of(one)));
    withTokens.text(new TextDelta("b", List.of(two)));
    withTokens.segment(segment("ab."));

    assertThat(all)
        .containsExactly(
            new TextDelta("a", List.of(one)),
            new TextDelta("b", List.of(two)),
            new TextDelta(".", List.of()));
  }

  private static TextDelta said(String text) {
    return new TextDelta(text, List.of());
  }

  private static Segment segment(String text) {
    return new Segment(Duration.ZERO, Duration.ZERO, text, "", List.of());
  }
}
