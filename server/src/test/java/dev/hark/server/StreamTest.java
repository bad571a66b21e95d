package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.Setting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Transcripts as server-sent events of the OpenAI API. */
@Timeout(60)
class StreamTest {
  @Test
  void deltasAddUpToTheTextOfDone() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    String text = Answers.ok(server.transcribe(Form.of(TestServer.JFK))).get("text").asString();

    HttpResponse<String> answer =
        server.transcribe(Form.of(TestServer.JFK).field("stream", "true"));

    assertThat(answer.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    List<String> data = Answers.events(answer.body());
    assertThat(data.getLast()).isEqualTo("[DONE]");
    List<JsonNode> events = data.subList(0, data.size() - 1).stream().map(Answers::parse).toList();
    assertThat(events.getLast().get("type").asString()).isEqualTo("transcript.text.done");
    assertThat(events.getLast().get("text").asString()).isEqualTo(text);
    StringBuilder deltas = new StringBuilder();
    for (JsonNode event : events.subList(0, events.size() - 1)) {
      assertThat(event.get("type").asString()).isEqualTo("transcript.text.delta");
      deltas.append(event.get("delta").asString());
    }
    assertThat(deltas.toString()).isEqualTo(text);
    assertThat(events).hasSizeGreaterThan(5);
  }

  @Test
  void diarizedStreamHasSegments() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        SharedServer.get()
            .transcribe(
                Form.of(TestServer.JFK)
                    .field("stream", "true")
                    .field("response_format", "diarized_json"));

    assertThat(Answers.events(answer.body()))
        .anySatisfy(event -> assertThat(event).contains("\"transcript.text.segment\""));
  }

  @Test
  void formatsWithTimesAreNotStreamed() throws IOException, InterruptedException {
    for (String format : List.of("srt", "vtt", "verbose_json")) {
      Answers.error(
          SharedServer.get()
              .transcribe(
                  Form.of(TestServer.JFK).field("stream", "true").field("response_format", format)),
          400,
          "invalid_value",
          "stream");
    }
  }

  @Test
  void failureInTheMiddleIsAnErrorEvent(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("x"), "no audio");
    HttpResponse<String> answer =
        SharedServer.get().transcribe(Form.of(file).field("stream", "true"));

    List<String> data = Answers.events(answer.body());
    JsonNode error = Answers.parse(data.getFirst()).get("error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("code").asString()).isEqualTo("invalid_audio");
  }

  @Test
  void silentStreamIsKeptAliveByComments() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start(TestServer.config().with(Setting.HEARTBEAT, "1ms"))) {
      HttpResponse<String> answer =
          server.transcribe(Form.of(TestServer.JFK).field("stream", "true"));

      assertThat(answer.body()).contains(": working\n\n");
      assertThat(Answers.events(answer.body()).getLast()).isEqualTo("[DONE]");
    }
  }
}
