package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recording with captions, against a session that answers by script. */
@ExtendWith(World.Extension.class)
class LiveTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<JsonNode> received = new ArrayList<>();
  private Studio studio;
  private @Nullable WebSocketRoute socket;

  @BeforeEach
  void open(World world) {
    studio = world.studio();
    ScriptedApi.on(studio.page());
    studio
        .page()
        .routeWebSocket(
            url -> url.contains("/v1/realtime"),
            route -> {
              socket = route;
              route.onMessage(frame -> receive(route, JSON.readTree(frame.text())));
            });
    studio.load();
  }

  @AfterEach
  void close() {
    studio.close();
  }

  private void receive(WebSocketRoute route, JsonNode event) {
    received.add(event);
    if (event.path("type").asString().equals("input_audio_buffer.commit")) {
      say(route, "input_audio_buffer.committed", "");
      say(
          route,
          "conversation.item.input_audio_transcription.completed",
          ",\"transcript\":\"And so, my fellow Americans.\"");
    }
  }

  private static void say(WebSocketRoute route, String type, String members) {
    route.send("{\"type\":\"%s\",\"item_id\":\"i1\"%s}".formatted(type, members));
  }

  private void caption(String stable, String tail) {
    say(
        Objects.requireNonNull(socket),
        "conversation.item.input_audio_transcription.text",
        ",\"text\":\"%s\",\"stash\":\"%s\",\"language\":\"English\"".formatted(stable, tail));
  }

  private void record(int chunks) {
    studio.find("#start [data-record]").click();
    studio.page().waitForCondition(() -> received.size() > chunks);
  }

  @Test
  void stableAndGreyTextAreShownAndTheRecordingIsKept() {
    record(8);
    assertThat(studio.find("#live-state")).hasText("Listening");
    caption("And so,", " my fellow");
    assertThat(studio.find(".captions .stable")).hasText("And so,");
    assertThat(studio.find(".captions .partial")).hasText(" my fellow");
    caption("And so, my fellow", " <i>Americans");
    assertThat(studio.find(".captions .stable")).hasText("And so, my fellow");
    assertThat(studio.find(".captions .partial")).hasText(" <i>Americans");
    assertThat(studio.find(".captions")).hasAttribute("aria-live", "polite");
    studio.find("#live-stop").click();
    assertThat(studio.find(".segment-text")).hasText("And so, my fellow Americans.");
    assertThat(studio.find("#facts")).containsText("English");
    assertThat(studio.find("#play")).isEnabled();
    studio.find("#again").click();
    studio.find("#confirm-yes").click();
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
  }

  @Test
  void theSessionAsksForWhatTheContractSays() {
    studio.find(".options summary").click();
    studio.find("#language").selectOption("de");
    studio.find("#context").fill("Håkansson");
    studio.find(".options summary").click();
    record(3);
    JsonNode session = received.getFirst().path("session");
    JsonNode input = session.path("audio").path("input");
    assertThat(received.getFirst().path("type").asString()).isEqualTo("session.update");
    assertThat(input.path("format").path("rate").asInt()).isEqualTo(24000);
    assertThat(input.path("transcription").path("language").asString()).isEqualTo("de");
    assertThat(input.path("transcription").path("prompt").asString()).isEqualTo("Håkansson");
    assertThat(session.path("include").get(0).asString()).isEqualTo("hark.text");
    studio.find("#live-discard").click();
    assertThat(studio.find("#start")).isVisible();
    assertThat(studio.find(".row")).hasCount(0);
  }

  @Test
  void theMicrophoneIsHeard() {
    record(15);
    assertThat(received.subList(1, received.size()))
        .extracting(event -> event.path("type").asString())
        .containsOnly("input_audio_buffer.append");
    long loudest = 0;
    for (JsonNode event : received.subList(1, received.size())) {
      byte[] pcm = Base64.getDecoder().decode(event.path("audio").asString());
      assertThat(pcm).hasSize(4800);
      for (int i = 0; i < pcm.length; i += 2) {
        loudest = Math.max(loudest, Math.abs((short) ((pcm[i] & 0xff) | (pcm[i + 1] << 8))));
      }
    }
    assertThat(loudest).isGreaterThan(1000);
    assertThat(studio.find("#live-time")).not().hasText("0:00");
    studio.find("#live-discard").click();
  }

  @Test
  void withoutCaptionsTheRecordingGoesOnAndIsTranscribedAfterwards() {
    record(5);
    Objects.requireNonNull(socket)
        .close(new WebSocketRoute.CloseOptions().setCode(1013).setReason("Too many sessions."));
    assertThat(studio.find("#live-error-text")).containsText("Too many sessions.");
    studio.find("#live-stop").click();
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
  }

  @Test
  void resampledTonesStayTones() {
    Object worst = studio.page().evaluate(Studio.resource("resampled-tones.js"));
    assertThat(((Number) worst).doubleValue()).isLessThan(2e-3);
  }
}
