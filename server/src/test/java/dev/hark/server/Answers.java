package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What answers have to look like. */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    return JSON.readTree(answer.body());
  }

  static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** The envelope of an error, with all four keys. */
  static JsonNode error(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode root = json(answer);
    assertThat(root.propertyNames()).containsExactly("error");
    JsonNode error = root.get("error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("message").asString()).isNotEmpty().doesNotContain("\n", "upload-");
    return error;
  }

  static void error(HttpResponse<String> answer, int status, String code, String parameter) {
    JsonNode error = error(answer, status);
    assertThat(error.get("code").asString()).as(answer.body()).isEqualTo(code);
    assertThat(error.get("param").asString("")).as(answer.body()).isEqualTo(parameter);
  }

  /** The data of server-sent events, comments left out. */
  static List<String> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  static JsonNode parse(String json) {
    return JSON.readTree(json);
  }
}
