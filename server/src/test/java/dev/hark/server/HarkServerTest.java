package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.server.config.Setting;
import dev.hark.server.http.Access;
import dev.hark.server.http.Route;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HarkServerTest {
  @Test
  void recordingIsAnsweredWithItsText() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
      server.server().warmUp();
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);

      HttpResponse<String> answer = server.transcribe(Form.of(TestServer.JFK));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{\"text\":\"And so, my fellow Americans, ask not");
      assertThat(server.get("/").body()).contains("<!doctype html>");
    }
  }

  @Test
  void everyRouteThatIsNotPublicNeedsAKey() throws IOException, InterruptedException {
    Map.Entry<Path, String> keys = TestServer.keys();
    try (TestServer server =
        TestServer.start(
            TestServer.config().with(Setting.API_KEYS_FILE, keys.getKey().toString()))) {
      for (Route route : server.server().routes()) {
        if (route instanceof Route.Http http) {
          HttpRequest request =
              server
                  .request(http.path().replaceAll("[{<][a-z]+[}>]", "x"))
                  .method(http.verb().name(), HttpRequest.BodyPublishers.noBody())
                  .build();

          int status = server.send(request).statusCode();

          if (http.access() == Access.KEY) {
            assertThat(status).as(http.toString()).isEqualTo(401);
          } else {
            assertThat(status).as(http.toString()).isNotEqualTo(401);
          }
        }
      }
      assertThat(server.send(server.request("/v1/nothing").DELETE().build()).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void otherAddressesThanLoopbackNeedAKey() {
    assertThatThrownBy(
            () -> TestServer.start(TestServer.config().with(Setting.HOST, "0.0.0.0")).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--new-key");
  }
}
