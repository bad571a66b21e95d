package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong requests are refused with the envelope, which names the parameter. */
@Timeout(60)
class TranscriptionErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "response_format, xml, response_format",
    "temperature, 1.5, temperature",
    "temperature, NaN, temperature",
    "language, klingon, language",
    "languages[], tlh, languages[]",
    "stream, maybe, stream",
    "include[], words, include[]",
    "timestamp_granularities[], word, timestamp_granularities[]",
    "timestamp_granularities[], syllable, timestamp_granularities[]",
    "chunking_strategy, never, chunking_strategy",
    "chunking_strategy, '{\"type\":\"server_vad\",\"threshold\":7}', chunking_strategy",
    "chunking_strategy[type], other, chunking_strategy",
    "known_speaker_names[], Ann, known_speaker_names[]",
  })
  void wrongValueNamesItsParameter(String name, String value, String parameter)
      throws IOException, InterruptedException {
    Answers.error(
        SharedServer.get().transcribe(Form.of(TestServer.JFK).field(name, value)),
        400,
        "invalid_value",
        parameter);
  }

  @Test
  void missingParametersAreNamed() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    Answers.error(
        server.transcribe(new Form().field("model", "tiny")),
        400,
        "missing_required_parameter",
        "file");
    Answers.error(
        server.transcribe(new Form().file("file", "a.wav", TestServer.JFK)),
        400,
        "missing_required_parameter",
        "model");
  }

  @Test
  void unknownModelIsNotFoundAndAliasesAre() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    Answers.error(
        server.transcribe(
            new Form().file("file", "a.wav", TestServer.JFK).field("model", "whisper-9")),
        404,
        "model_not_found",
        "model");
    for (String alias : List.of("whisper-1", "gpt-4o-transcribe-diarize", "gpt-transcribe")) {
      Answers.ok(
          server.transcribe(
              new Form().file("file", "a.wav", TestServer.JFK).field("model", alias)));
    }
  }

  @Test
  void translationIsRefusedHonestly() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    HttpRequest request =
        Form.of(TestServer.JFK).post(server.request("/v1/audio/translations")).build();
    Answers.error(server.send(request), 501, "translation_not_supported", "model");
  }

  @Test
  void badRecordingsAreRefusedAndNamedAsTheFile(@TempDir Path folder)
      throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    for (byte[] bytes :
        List.of(
            new byte[0],
            "no audio at all".getBytes(StandardCharsets.UTF_8),
            "../../etc/passwd\r\n<script>".getBytes(StandardCharsets.UTF_8))) {
      Path file = Files.write(folder.resolve("x"), bytes);
      Answers.error(server.transcribe(Form.of(file)), 400, "invalid_audio", "file");
    }
  }

  @Test
  void fileNamesAreNeverUsed() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    for (String name :
        List.of("../../../etc/cron.d/x", "<img src=x onerror=alert(1)>", "a\\..\\b", "")) {
      Answers.ok(
          server.transcribe(new Form().file("file", name, TestServer.JFK).field("model", "tiny")));
    }
  }

  @Test
  void unknownFieldsAreTolerated() throws IOException, InterruptedException {
    Answers.ok(
        SharedServer.get()
            .transcribe(Form.of(TestServer.JFK).field("best_of", "5").field("x[y]", "z")));
  }

  @Test
  void bodiesThatAreNoFormsAreRefused() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    HttpRequest json =
        server
            .request("/v1/audio/transcriptions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(Answers.error(server.send(json), 400).get("code").asString())
        .isEqualTo("invalid_content_type");
    byte[] whole = Form.of(TestServer.JFK).toBytes();
    for (int length : new int[] {0, 20, 1000, whole.length - 4}) {
      HttpRequest cut =
          server
              .request("/v1/audio/transcriptions")
              .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
              .POST(HttpRequest.BodyPublishers.ofByteArray(whole, 0, length))
              .build();
      Answers.error(server.send(cut), 400);
    }
    HttpRequest zipped =
        Form.of(TestServer.JFK)
            .post(server.request("/v1/audio/transcriptions").header("Content-Encoding", "gzip"))
            .build();
    assertThat(Answers.error(server.send(zipped), 400).get("code").asString())
        .isEqualTo("unsupported_content_encoding");
  }
}
