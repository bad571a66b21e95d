package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.server.config.Setting;
import dev.hark.server.http.Access;
import dev.hark.server.http.Route;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what a request can reach. */
@Timeout(60)
class SecurityTest {
  @Test
  void everyRouteThatIsNotPublicNeedsTheRightKey() throws IOException, InterruptedException {
    Map.Entry<Path, String> keys = TestServer.keys();
    String right = keys.getValue();
    try (TestServer server =
        TestServer.start(
            TestServer.config().with(Setting.API_KEYS_FILE, keys.getKey().toString()))) {
      List<String> wrong =
          List.of("", "Bearer wrong", "Bearer ", "Basic " + right, right, "Bearer " + right + "x");
      int secret = 0;
      for (Route.Http route : httpRoutes(server)) {
        for (String header : wrong) {
          int status = status(server, route, header, "");
          if (route.access() == Access.KEY) {
            assertThat(status).as("%s with %s", route, header).isEqualTo(401);
            secret++;
          } else {
            assertThat(status).as("%s with %s", route, header).isNotEqualTo(401);
          }
        }
        assertThat(status(server, route, "Bearer " + right, "")).isNotEqualTo(401);
        if (route.access() == Access.KEY) {
          assertThat(status(server, route, "", "?api_key=" + right + "&key=" + right))
              .isEqualTo(401);
        }
      }
      assertThat(secret).isGreaterThan(8 * wrong.size() - 1);
      HttpResponse<String> unknown = server.send(server.request("/v1/nothing").DELETE().build());
      Answers.error(unknown, 401, "invalid_api_key", "");
      assertThat(unknown.headers().firstValue("www-authenticate")).hasValue("Bearer");
    }
  }

  private static List<Route.Http> httpRoutes(TestServer server) {
    List<Route.Http> routes = new ArrayList<>();
    for (Route route : server.server().routes()) {
      switch (route) {
        case Route.Http http -> routes.add(http);
        case Route.WebSocket socket ->
            assertThat(socket.access()).as(socket.path()).isEqualTo(Access.KEY);
      }
    }
    return routes;
  }

  private static int status(TestServer server, Route.Http route, String header, String query)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        server
            .request(route.path().replaceAll("[{<][a-z]+[}>]", "x") + query)
            .method(route.verb().name(), HttpRequest.BodyPublishers.noBody());
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }
    return server.send(request.build()).statusCode();
  }

  @Test
  void keysAreStoredAsDigestsOnly() throws IOException {
    Map.Entry<Path, String> keys = TestServer.keys();

    assertThat(Files.readString(keys.getKey()))
        .doesNotContain(keys.getValue())
        .matches("tester [0-9a-f]{64}\\R");
  }

  @Test
  void otherAddressesThanLoopbackNeedAKey() throws IOException {
    for (String host : List.of("0.0.0.0", "::")) {
      assertThatThrownBy(
              () -> TestServer.start(TestServer.config().with(Setting.HOST, host)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--new-key");
    }
    TestServer.start(
            TestServer.config()
                .with(Setting.HOST, "0.0.0.0")
                .with(Setting.API_KEYS_FILE, TestServer.keys().getKey().toString()))
        .close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:PORT, , 200",
    "127.0.0.1:PORT, , 200",
    "[::1]:PORT, , 200",
    "localhost, , 200",
    "LOCALHOST:PORT, , 200",
    "localhost.evil.com:PORT, , 403",
    "evil.com, , 403",
    "127.0.0.1.evil.com, , 403",
    "0x7f000001, , 403",
    "localhost:PORT, http://localhost:PORT, 200",
    "127.0.0.1:PORT, http://127.0.0.1:PORT, 200",
    "localhost:PORT, https://localhost:PORT, 200",
    "localhost:PORT, http://127.0.0.1:PORT, 403",
    "localhost:PORT, http://localhost:1, 403",
    "localhost:PORT, http://localhost, 403",
    "localhost:PORT, http://evil.com, 403",
    "localhost:PORT, http://localhost:PORT.evil.com, 403",
    "localhost:PORT, http://evil.com#localhost:PORT, 403",
    "localhost:PORT, http://user@localhost:PORT, 403",
    "localhost:PORT, null, 403",
    "localhost:PORT, file://, 403",
    "localhost:PORT, https://app.example.org, 200",
    "studio.example.org, https://app.example.org, 200",
    "studio.example.org, , 200",
    "studio.example.org, https://studio.example.org, 200",
    "studio.example.org, https://other.example.org, 403",
  })
  void hostAndOriginHaveToBeKnown(String host, String origin, int status) throws IOException {
    try (TestServer server =
        TestServer.start(
            TestServer.config()
                .with(Setting.ALLOWED_HOSTS, "studio.example.org")
                .with(Setting.ALLOWED_ORIGINS, "https://app.example.org"))) {
      String port = Integer.toString(server.server().uri().getPort());
      String originLine =
          origin == null ? "" : "Origin: %s\r\n".formatted(origin.replace("PORT", port));
      try (Raw raw = Raw.connect(server.uri("/"))) {
        raw.send(
            "GET /v1/models HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                .formatted(host.replace("PORT", port), originLine));

        String answer = raw.rest();

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).doesNotContain("Access-Control-Allow");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../HarkServer.class",
        "/..%2f..%2fHarkServer.class",
        "/%2e%2e/HarkServer.class",
        "/studio/..%5c..%5cx.js",
        "/....//HarkServer.class",
        "/index.html%00.css",
        "/.hidden.html",
        "//etc/passwd",
        "/a/../../index.html",
        "/%252e%252e/index.html",
        "/C:/x.html",
        "/a;/../x.html",
        "/logback-test.xml",
      })
  void pathsLeadNowhereElse(String path) throws IOException {
    try (Raw raw = Raw.connect(SharedServer.get().uri("/"))) {
      raw.send("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

      assertThat(raw.rest()).matches(answer -> answer.startsWith("HTTP/1.1 40"), "refused");
    }
  }

  @Test
  void answersTellBrowsersToTrustNothing() throws IOException, InterruptedException {
    HttpResponse<String> page = SharedServer.get().get("/");

    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("server")).isEmpty();
    assertThat(page.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void requestIdIsEchoedOnlyIfItIsHarmless() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    assertThat(requestId(server, "abc-1")).isEqualTo("abc-1");
    for (String id : List.of("a b", "<script>", "a".repeat(129), "\"}{", "é")) {
      assertThat(requestId(server, id)).startsWith("req_");
    }
  }

  private static String requestId(TestServer server, String id)
      throws IOException, InterruptedException {
    HttpRequest request = server.request("/health/live").header("x-request-id", id).build();
    return server.send(request).headers().firstValue("x-request-id").orElseThrow();
  }
}
