package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.AsrConfig;
import dev.hark.model.GoldenJson;
import dev.hark.model.GoldenModels;
import dev.hark.model.ModelConfig;
import dev.hark.model.text.RollbackStream.Settings;
import dev.hark.model.text.RollbackStream.Step;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RollbackStreamTest {
  private static final Tokenizer TOKENIZER = Tokenizer.open(GoldenModels.ASR);

  static List<JsonNode> cases() {
    return GoldenJson.read("text/streaming.json").get("cases").valueStream().toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepIsThatOfTheOfficialCode(JsonNode one) {
    String name = one.get("name").stringValue();
    Settings settings =
        new Settings(
            one.get("chunk_size_sec").doubleValue(),
            one.get("unfixed_chunk_num").intValue(),
            one.get("unfixed_token_num").intValue(),
            false);
    Optional<Language> forced = GoldenJson.string(one, "language").map(Language::of);
    assertThat(settings.chunkSamples()).isEqualTo(one.get("chunk_size_samples").longValue());
    Deque<String> outputs = new ArrayDeque<>(GoldenJson.strings(one.get("scripted_outputs")));
    RollbackStream stream = new RollbackStream(TOKENIZER, forced, settings);
    int event = 0;
    for (JsonNode expected : one.get("events")) {
      String label = "%s, event %d".formatted(name, event++);
      List<Step> steps = new ArrayList<>();
      if (expected.get("event").stringValue().equals("feed")) {
        stream.accept(expected.get("samples").intValue());
        for (Optional<Step> step = stream.next(); step.isPresent(); step = stream.next()) {
          steps.add(step.get());
          stream.generated(outputs.remove());
        }
      } else {
        stream
            .finish()
            .ifPresent(step -> {
              steps.add(step);
              stream.generated(outputs.remove());
            });
      }
      assertThat(steps)
          .as(label)
          .containsExactlyElementsOf(
              expected
                  .get("model_calls")
                  .valueStream()
                  .map(call ->
                      new Step(
                          call.get("audio_samples").longValue(), call.get("prefix").stringValue()))
                  .toList());
      assertState(label, stream, expected.get("after"));
    }
    assertThat(outputs).as(name).hasSize(one.get("unused_outputs").intValue());
  }

  private static void assertState(String label, RollbackStream stream, JsonNode after) {
    assertThat(stream.raw()).as(label).isEqualTo(after.get("raw").stringValue());
    assertThat(stream.output())
        .as(label)
        .isEqualTo(
            new ParsedOutput(after.get("language").stringValue(), after.get("text").stringValue()));
    assertThat(stream.steps()).as(label).isEqualTo(after.get("chunk_id").intValue());
    assertThat(stream.bufferedSamples()).as(label).isEqualTo(after.get("buffered").longValue());
    assertThat(stream.transcribedSamples())
        .as(label)
        .isEqualTo(after.get("accumulated").longValue());
  }

  @Test
  void promptsAreThoseOfTheOfficialCode() {
    AsrPrompts prompts = new AsrPrompts(TOKENIZER, (AsrConfig) ModelConfig.open(GoldenModels.ASR));
    for (JsonNode one : cases()) {
      Optional<Language> forced = GoldenJson.string(one, "language").map(Language::of);
      int[] ids = prompts.prompt(one.get("context").stringValue(), forced, 1).ids();
      assertThat(TOKENIZER.decode(ids, false))
          .as(one.get("name").stringValue())
          .isEqualTo(one.get("prompt_raw").stringValue());
    }
  }

  @Test
  void lastStepCutsNoCharacterUnlessAskedTo() {
    for (boolean whole : new boolean[] {true, false}) {
      RollbackStream stream =
          new RollbackStream(TOKENIZER, Optional.empty(), new Settings(1, 0, 1, whole));
      stream.accept(16_001);
      assertThat(stream.next()).contains(new Step(16_000, ""));
      stream.generated("language Chinese<asr_text>\u9f98");
      assertThat(stream.finish().orElseThrow().written().endsWith("\ufffd")).isEqualTo(!whole);
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    for (JsonNode error : GoldenJson.read("text/streaming.json").get("errors")) {
      JsonNode arguments = error.get("arguments");
      if (arguments.has("chunk_size_sec")) {
        double seconds = arguments.get("chunk_size_sec").doubleValue();
        assertThatThrownBy(() -> new Settings(seconds, 2, 5, true))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("chunkSeconds is " + seconds);
      } else {
        assertThat(Language.find(arguments.get("language").stringValue())).isEmpty();
      }
    }
  }
}
