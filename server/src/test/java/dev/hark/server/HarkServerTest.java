package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HarkServerTest {
  @Test
  void recordingIsAnsweredWithItsText() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      HttpResponse<String> answer = server.transcribe(Form.of(TestServer.JFK));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{\"text\":\"And so, my fellow Americans, ask not");
      assertThat(server.get("/").body()).contains("<!doctype html>");
    }
  }
}
