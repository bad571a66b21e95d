package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.TextModel;
import dev.hark.engine.TextOptions;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.ChatMessage;
import dev.hark.model.text.Sampling;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Chat completions with recordings and with text. */
@Timeout(60)
class ChatTest {
  private static final String JFK = Base64.getEncoder().encodeToString(Form.read(TestServer.JFK));

  @Test
  void recordingIsAnsweredWithCleanTextAndItsLanguage() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    String text = Answers.ok(server.transcribe(Form.of(TestServer.JFK))).get("text").asString();

    for (String data : List.of(JFK, "data:audio/wav;base64," + JFK)) {
      JsonNode answer = Answers.ok(send(spoken(data, "")));

      assertThat(answer.get("object").asString()).isEqualTo("chat.completion");
      JsonNode message = answer.at("/choices/0/message");
      assertThat(message.get("content").asString()).isEqualTo(text);
      assertThat(message.get("role").asString()).isEqualTo("assistant");
      assertThat(message.at("/annotations/0/type").asString()).isEqualTo("audio_info");
      assertThat(message.at("/annotations/0/language").asString()).isEqualTo("en");
      assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }
  }

  @Test
  void chunksAddUpToTheAnswer() throws IOException, InterruptedException {
    String whole = Answers.ok(send(spoken(JFK, ""))).at("/choices/0/message/content").asString();

    List<String> data = Answers.events(send(spoken(JFK, ",\"stream\":true")).body());

    assertThat(data.getLast()).isEqualTo("[DONE]");
    StringBuilder text = new StringBuilder();
    for (String event : data.subList(0, data.size() - 1)) {
      JsonNode chunk = Answers.parse(event);
      assertThat(chunk.get("object").asString()).isEqualTo("chat.completion.chunk");
      text.append(chunk.at("/choices/0/delta/content").asString(""));
    }
    assertThat(text.toString()).isEqualTo(whole);
    JsonNode last = Answers.parse(data.get(data.size() - 2));
    assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(last.at("/choices/0/delta/annotations/0/language").asString()).isEqualTo("en");
  }

  @Test
  void textModelAnswersAsTheEngineDoes() throws IOException, InterruptedException {
    String expected;
    try (TextModel model =
        TextModel.open(
            GoldenModels.QWEN3,
            EngineOptions.create().withThreads(1).withCacheFolder(TestServer.CACHE))) {
      expected =
          model.chat(
              List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hello")),
              TextOptions.create().withSampling(Sampling.GREEDY).withMaxTokens(12));
    }
    String body =
        "{\"model\":\"text\",\"temperature\":0,\"max_completion_tokens\":12%s,\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]}";

    assertThat(Answers.ok(send(body.formatted(""))).at("/choices/0/message/content").asString())
        .isEqualTo(expected);
    StringBuilder streamed = new StringBuilder();
    for (String event : Answers.events(send(body.formatted(",\"stream\":true")).body())) {
      if (!event.equals("[DONE]")) {
        streamed.append(Answers.parse(event).at("/choices/0/delta/content").asString(""));
      }
    }
    assertThat(streamed.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[]}|missing_required_parameter|model",
        "{\"model\":\"tiny\"}|missing_required_parameter|messages",
        "{\"model\":\"tiny\",\"messages\":[]}|missing_required_parameter|messages",
        "{\"model\":\"tiny\",\"messages\":\"x\"}|invalid_value|messages",
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|invalid_value|messages",
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"king\"}]}|invalid_value|messages[0].role",
        "{\"model\":\"text\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|invalid_value|n",
        "{\"model\":\"text\",\"tools\":[{}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|invalid_value|tools",
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}|invalid_value|messages[0].content[0].type",
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"***\"}}]}]}|invalid_value|messages[0].content[0]",
      })
  void wrongRequestsNameTheirParameter(String body, String code, String parameter)
      throws IOException, InterruptedException {
    Answers.error(send(body), 400, code, parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"a\":1,\"a\":2}", "nonsense", "{}{}"})
  void bodiesThatAreNoObjectsAreRefused(String body) throws IOException, InterruptedException {
    assertThat(Answers.error(send(body), 400).get("code").asString()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/a.wav",
        "https://example.com/a.wav",
        "file:///etc/passwd",
        "gopher://localhost/"
      })
  void addressesAreNotFetchedUnlessAllowed(String address)
      throws IOException, InterruptedException {
    String body =
        "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"audio_url\",\"audio_url\":{\"url\":\"%s\"}}]}]}"
            .formatted(address);
    Answers.error(send(body), 400, "invalid_value", "messages[0].content[0]");
  }

  private static String spoken(String data, String more) {
    return "{\"model\":\"whisper-1\"%s,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}]}]}"
        .formatted(more, data);
  }

  private static HttpResponse<String> send(String body) throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    return server.send(
        server
            .request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
