package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What curl sends in many ways; every JSON answer is checked against its schema. */
@Timeout(60)
class CurlTest {
  private static final String PATH = "/v1/audio/transcriptions";
  private static final String FILE = "file=@" + Server.JFK;
  private static final String MODEL = "model=whisper-1";

  @TempDir private Path folder;

  static Stream<List<String>> waysToSend() {
    return Stream.of(
        List.of("-F", FILE, "-F", MODEL),
        List.of("-F", MODEL, "-F", FILE),
        List.of("-F", "language=en", "-F", FILE, "-F", "temperature=0", "-F", MODEL),
        List.of("-F", "file=<" + Server.JFK, "-F", MODEL), // no file name
        List.of("-F", FILE + ";filename=", "-F", MODEL),
        List.of("-F", FILE + ";filename=../../a b\"ü.exe", "-F", MODEL),
        List.of("-F", FILE + ";type=text/plain", "-F", MODEL),
        List.of("-F", FILE + ";type=application/octet-stream;filename=x.mp3", "-F", MODEL),
        List.of("-F", "file=@-", "-F", MODEL), // from standard input
        List.of("-H", "Transfer-Encoding: chunked", "-F", FILE, "-F", MODEL),
        List.of("-H", "Transfer-Encoding: chunked", "-F", MODEL, "-F", FILE),
        List.of("-H", "Expect: 100-continue", "-F", FILE, "-F", MODEL),
        List.of("-H", "Expect:", "-F", FILE, "-F", MODEL),
        List.of("--http1.0", "-F", FILE, "-F", MODEL),
        List.of("--http2", "-F", FILE, "-F", MODEL), // asks for h2c
        List.of("--no-keepalive", "-H", "Connection: close", "-F", FILE, "-F", MODEL),
        List.of("-H", "Accept-Encoding: gzip, br", "-F", FILE, "-F", MODEL),
        List.of("-F", FILE, "-F", MODEL, "-F", "of_the_future=1", "-F", "user=ann"),
        List.of("-F", FILE, "-F", MODEL, "-F", "stream=false", "-F", "language="),
        List.of("-F", FILE, "-F", MODEL, "-F", "include[]=logprobs"),
        List.of("-F", FILE, "-F", MODEL, "-F", "languages[]=de", "-F", "languages[]=en"),
        List.of("-F", FILE, "-F", MODEL, "-F", "chunking_strategy={\"type\":\"server_vad\"}"));
  }

  @ParameterizedTest
  @MethodSource("waysToSend")
  void everyWayToSendGivesTheText(List<String> arguments) throws Exception {
    Curl.Answer answer = Curl.call(PATH, arguments.toArray(String[]::new));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    Schemas.check("transcription", answer.body());
    assertThat(answer.body()).contains(Server.TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "json, transcription",
    "verbose_json, transcription-verbose",
    "diarized_json, transcription-diarized"
  })
  void jsonIsAsItsSchemaSays(String format, String schema) throws Exception {
    Curl.Answer answer =
        Curl.call(PATH, "-F", FILE, "-F", MODEL, "-F", "response_format=" + format);

    assertThat(answer.type()).isEqualTo("application/json");
    Schemas.check(schema, answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp_granularities[]", "timestamp_granularities"})
  void listsMayHaveBracketsOrNot(String name) throws Exception {
    Curl.Answer answer =
        Curl.call(
            PATH,
            "-F",
            FILE,
            "-F",
            MODEL,
            "-F",
            "response_format=verbose_json",
            "-F",
            name + "=word",
            "-F",
            name + "=segment");

    Schemas.check("transcription-verbose", answer.body());
    assertThat(answer.body()).contains("\"words\":[{", "\"segments\":[{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "srt", "vtt"})
  void otherFormatsArePlainText(String format) throws Exception {
    Curl.Answer answer =
        Curl.call(PATH, "-F", FILE, "-F", MODEL, "-F", "response_format=" + format);

    assertThat(answer.type()).startsWith("text/plain");
    assertThat(answer.body()).contains("fellow Americans");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "response_format=json",
        "response_format=text",
        "response_format=diarized_json",
        "include[]=logprobs"
      })
  void everyEventIsAsItsSchemaSays(String field) throws Exception {
    Curl.Answer answer =
        Curl.call(PATH, "-N", "-F", FILE, "-F", MODEL, "-F", "stream=true", "-F", field);

    assertThat(answer.type()).startsWith("text/event-stream");
    List<String> events = answer.events();
    events.forEach(event -> Schemas.check("transcription-event", event));
    assertThat(events.getLast()).contains("transcript.text.done", Server.TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "temperature=9, 400, temperature",
    "response_format=docx, 400, response_format",
    "language=klingon, 400, language",
    "stream=maybe, 400, stream",
    "model=whisper-9, 404, model"
  })
  void refusalIsAnEnvelopeThatNamesTheParameter(String field, int status, String parameter)
      throws Exception {
    Curl.Answer answer =
        field.startsWith("model")
            ? Curl.call(PATH, "-F", FILE, "-F", field)
            : Curl.call(PATH, "-F", FILE, "-F", MODEL, "-F", field);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    Schemas.check("error", answer.body());
    assertThat(answer.body()).contains("\"param\":\"%s\"".formatted(parameter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/v1/models/tiny", "/metrics"})
  void withoutKeyNothingIsTold(String path) throws Exception {
    Curl.Answer answer = Curl.anonymous(path);

    assertThat(answer.status()).isEqualTo(401);
    Schemas.check("error", answer.body());
  }

  @Test
  void modelsAreAsTheirSchemaSays() throws Exception {
    Schemas.check("models", Curl.call("/v1/models").body());
    Schemas.check("model", Curl.call("/v1/models/tiny").body());
    Schemas.check("error", Curl.call("/v1/models/whisper-9").body());
    Schemas.check("error", Curl.call("/v1/nothing").body());
  }

  @Test
  void chatIsAsItsSchemaSays() throws Exception {
    String body = "@" + chat(false);
    Curl.Answer answer =
        Curl.call(
            "/v1/chat/completions", "-H", "Content-Type: application/json", "--data-binary", body);

    Schemas.check("chat-completion", answer.body());
    assertThat(answer.body()).contains(Server.TEXT);
  }

  @Test
  void chunksOfChatAreAsTheirSchemaSays() throws Exception {
    String body = "@" + chat(true);
    Curl.Answer answer =
        Curl.call(
            "/v1/chat/completions", "-H", "Content-Type: application/json", "--data-binary", body);

    answer.events().forEach(event -> Schemas.check("chat-completion-chunk", event));
  }

  private Path chat(boolean stream) throws IOException {
    String audio = Base64.getEncoder().encodeToString(Files.readAllBytes(Server.JFK));
    return Files.writeString(
        folder.resolve("chat.json"),
        "{\"model\":\"whisper-1\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"%s\"}}]}]}"
            .formatted(stream, audio));
  }
}
