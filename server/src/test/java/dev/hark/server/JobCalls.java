package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Calls to the jobs of a server. */
final class JobCalls {
  private JobCalls() {}

  /** Jobs that are kept in this folder. */
  static ServerConfig config(Path folder) {
    return TestServer.config().with(Setting.JOBS_DIR, folder.resolve("jobs").toString());
  }

  /** The recordings that the jobs of this folder keep. */
  static List<Path> uploads(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("jobs/uploads"))) {
      return files.toList();
    }
  }

  static double done(TestServer server, JsonNode job) throws IOException, InterruptedException {
    return json(server.get(path(job))).get("progress").get("seconds_done").doubleValue();
  }

  static HttpResponse<String> make(TestServer server, Path file)
      throws IOException, InterruptedException {
    return make(server, Form.of(file));
  }

  static HttpResponse<String> make(TestServer server, Form form)
      throws IOException, InterruptedException {
    return server.send(form.post(server.request("/v1/jobs")).build());
  }

  static HttpResponse<String> post(TestServer server, String path)
      throws IOException, InterruptedException {
    return server.send(server.request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  static HttpResponse<String> delete(TestServer server, JsonNode job)
      throws IOException, InterruptedException {
    return server.send(server.request(path(job)).DELETE().build());
  }

  static HttpResponse<String> get(TestServer server, String path, String key)
      throws IOException, InterruptedException {
    return server.send(server.request(path).header("Authorization", "Bearer " + key).build());
  }

  static HttpResponse<byte[]> audio(TestServer server, JsonNode job, String range)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = server.request(path(job) + "/audio");
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    return server.sendForBytes(request.build());
  }

  static JsonNode await(TestServer server, JsonNode job, String status)
      throws IOException, InterruptedException {
    while (true) {
      JsonNode now = json(server.get(path(job)));
      String is = now.get("status").stringValue();
      if (is.equals(status)) {
        return now;
      }
      assertThat(is).as("%s", now).isIn("queued", "running");
      Thread.sleep(5);
    }
  }

  static String result(TestServer server, JsonNode job, String format)
      throws IOException, InterruptedException {
    HttpResponse<String> result = server.get(path(job) + "/result?format=" + format);
    assertThat(result.statusCode()).as(format).isEqualTo(200);
    return result.body();
  }

  /** The data of all events, until the server ends them. */
  static List<String> events(TestServer server, JsonNode job)
      throws IOException, InterruptedException {
    List<String> data = new ArrayList<>();
    server
        .get(path(job) + "/events")
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> data.add(line.substring("data: ".length())));
    return data;
  }

  static List<JsonNode> segments(List<String> events) {
    return events.stream()
        .map(event -> Json.parse(bytes(event)))
        .filter(event -> event.get("type").stringValue().equals("job.segment"))
        .map(event -> event.get("segment"))
        .toList();
  }

  static String path(JsonNode job) {
    return "/v1/jobs/" + job.get("id").stringValue();
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(bytes(response.body()));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
