package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Log-probabilities in the shapes of the OpenAI API. */
@Timeout(60)
class LogProbabilitiesTest {
  private static final String JFK = Base64.getEncoder().encodeToString(Form.read(TestServer.JFK));

  @Test
  void transcriptHasItsTokensWithProbabilities() throws IOException, InterruptedException {
    JsonNode answer = Answers.ok(transcribe(form()));

    JsonNode tokens = answer.get("logprobs");
    assertThat(text(tokens)).isEqualTo(answer.get("text").asString());
    for (JsonNode token : tokens) {
      assertThat(token.propertyNames()).containsExactly("token", "logprob", "bytes");
      assertThat(token.get("logprob").asDouble()).isLessThanOrEqualTo(0);
      assertThat(utf8(List.of(token))).isEqualTo(token.get("token").asString());
    }
    assertThat(tokens)
        .anySatisfy(token -> assertThat(token.get("logprob").asDouble()).isNegative());
    assertThat(Answers.ok(SharedServer.get().transcribe(Form.of(TestServer.JFK))).has("logprobs"))
        .isFalse();
  }

  @Test
  void deltasAndDoneHaveTheTokensOfTheirText() throws IOException, InterruptedException {
    List<String> data = Answers.events(transcribe(form().field("stream", "true")).body());
    List<JsonNode> events = data.subList(0, data.size() - 1).stream().map(Answers::parse).toList();
    List<JsonNode> tokens = new ArrayList<>();
    for (JsonNode delta : events.subList(0, events.size() - 1)) {
      assertThat(text(delta.get("logprobs"))).isEqualTo(delta.get("delta").asString());
      delta.get("logprobs").forEach(tokens::add);
    }
    JsonNode done = events.getLast();
    assertThat(text(done.get("logprobs"))).isEqualTo(done.get("text").asString());
    assertThat(tokens).isEqualTo(done.get("logprobs").valueStream().toList());
  }

  @Test
  void verboseSegmentsHaveTokensAndTheirMean() throws IOException, InterruptedException {
    JsonNode tokens = Answers.ok(transcribe(form())).get("logprobs");
    double mean =
        tokens.valueStream().mapToDouble(t -> t.get("logprob").asDouble()).average().orElseThrow();

    JsonNode segment =
        Answers.ok(transcribe(Form.of(TestServer.JFK).field("response_format", "verbose_json")))
            .at("/segments/0");

    assertThat(segment.get("tokens")).hasSameSizeAs(tokens);
    assertThat(segment.get("avg_logprob").asDouble()).isEqualTo(mean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "srt", "vtt", "verbose_json", "diarized_json"})
  void otherFormatsHaveNoPlaceForThem(String format) throws IOException, InterruptedException {
    Answers.error(
        transcribe(form().field("response_format", format)), 400, "invalid_value", "include[]");
  }

  @Test
  void spokenChatHasThemToo() throws IOException, InterruptedException {
    JsonNode choice =
        Answers.ok(chat("tiny", spoken(), ",\"logprobs\":true,\"top_logprobs\":3"))
            .at("/choices/0");

    assertThat(text(choice.at("/logprobs/content")))
        .isEqualTo(choice.at("/message/content").asString());
    assertTopThree(choice.get("logprobs"));
  }

  @Test
  void writtenChatHasThemToo() throws IOException, InterruptedException {
    JsonNode choice =
        Answers.ok(chat("text", "\"Hello\"", ",\"logprobs\":true,\"top_logprobs\":3"))
            .at("/choices/0");

    assertThat(utf8(choice.at("/logprobs/content")))
        .isEqualTo(choice.at("/message/content").asString());
    assertTopThree(choice.get("logprobs"));
  }

  @Test
  void chunksHaveTheTokensOfTheirText() throws IOException, InterruptedException {
    List<String> data =
        Answers.events(chat("tiny", spoken(), ",\"logprobs\":true,\"stream\":true").body());
    int seen = 0;
    for (String event : data.subList(1, data.size() - 2)) { // first: role; last two: end, [DONE]
      JsonNode choice = Answers.parse(event).at("/choices/0");
      assertThat(text(choice.at("/logprobs/content")))
          .isEqualTo(choice.at("/delta/content").asString());
      seen++;
    }
    assertThat(seen).isGreaterThan(5);
  }

  @Test
  void alternativesNeedLogprobs() throws IOException, InterruptedException {
    Answers.error(
        chat("tiny", spoken(), ",\"top_logprobs\":3"), 400, "invalid_value", "top_logprobs");
    Answers.error(
        chat("tiny", spoken(), ",\"logprobs\":true,\"top_logprobs\":21"),
        400,
        "invalid_value",
        "top_logprobs");
    assertThat(Answers.ok(chat("tiny", spoken(), "")).at("/choices/0/logprobs").isNull()).isTrue();
  }

  private static void assertTopThree(JsonNode logprobs) {
    assertThat(logprobs.get("refusal").isNull()).isTrue();
    for (JsonNode token : logprobs.get("content")) {
      JsonNode top = token.get("top_logprobs");
      assertThat(top).hasSize(3);
      assertThat(top.get(0).get("logprob").asDouble())
          .isGreaterThanOrEqualTo(top.get(1).get("logprob").asDouble())
          .isGreaterThanOrEqualTo(token.get("logprob").asDouble() - 1e-6);
      assertThat(top.get(0).propertyNames()).containsExactly("token", "logprob", "bytes");
    }
  }

  private static Form form() {
    return Form.of(TestServer.JFK).field("include[]", "logprobs");
  }

  private static HttpResponse<String> transcribe(Form form)
      throws IOException, InterruptedException {
    return SharedServer.get().transcribe(form);
  }

  private static String spoken() {
    return "[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}]"
        .formatted(JFK);
  }

  private static HttpResponse<String> chat(String model, String content, String more)
      throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"temperature\":0,\"max_completion_tokens\":12,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
            .formatted(model, content, more);
    return SharedServer.get()
        .send(
            SharedServer.get()
                .request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
  }

  private static String text(JsonNode tokens) {
    return String.join("", tokens.valueStream().map(t -> t.get("token").asString()).toList());
  }

  /** The bytes of tokens together, which may each be a part of a character. */
  private static String utf8(Iterable<JsonNode> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode token : tokens) {
      token.get("bytes").forEach(b -> bytes.write(b.asInt()));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
