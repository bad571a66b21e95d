package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.http.Route;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Health, metrics and documentation. */
@Timeout(60)
class OperationsTest {
  @Test
  void readinessWaitsForTheModels() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
      server.server().warmUp();
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void metricsCountRequestsByRouteAndNeverByWhatWasSent() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    server.get("/v1/models/secret-name");
    server.get("/nowhere/secret-path");

    String metrics = server.get("/metrics").body();

    assertThat(metrics)
        .contains(
            "hark_requests_seconds_count{method=\"GET\",route=\"/v1/models/{id}\",status=\"404\"}")
        .contains("hark_requests_open")
        .contains("hark_model_loaded{model=\"tiny\"}")
        .doesNotContain("secret");
  }

  @Test
  void openApiDocumentHasEveryRouteAndParameter() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    JsonNode document = Answers.ok(server.get("/openapi.json"));

    for (Route route : server.server().routes()) {
      String verb = route instanceof Route.Http http ? http.verb().name() : "GET";
      String path = route.path().replace('<', '{').replace('>', '}');
      JsonNode operation = document.get("paths").path(path).path(verb.toLowerCase(Locale.ROOT));
      assertThat(operation.isObject()).as(route.path()).isTrue();
      assertThat(operation.get("summary").asString()).isNotEmpty();
      String text = operation.toString();
      route
          .about()
          .parameters()
          .forEach(parameter -> assertThat(text).contains("\"" + parameter.name()));
    }
    assertThat(server.get("/docs").body()).contains("/v1/audio/transcriptions", "temperature");
  }

  @Test
  void wrongMethodsAndUnknownRoutesHaveTheEnvelope() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    Answers.error(server.get("/v1/nothing"), 404);
    Answers.error(server.get("/nothing.html"), 404);
    Answers.error(server.send(server.request("/v1/audio/transcriptions").DELETE().build()), 405);
  }
}
