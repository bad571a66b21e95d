package dev.hark.studio;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers of an API that says what a test needs: transcripts that no model would give, jobs that
 * stay where they are. The pages still come from the real server.
 */
final class ScriptedApi {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<ScriptedJob> jobs = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private String result = Transcripts.KENNEDY;
  private String status = "completed";

  /** An answer that comes instead of a new job. */
  record Refusal(int status, String message, Map<String, String> headers) {}

  private ScriptedApi() {}

  /** Takes over {@code /v1/} for a page. */
  static ScriptedApi on(Page page) {
    ScriptedApi api = new ScriptedApi();
    page.route("**/v1/**", api::answer);
    return api;
  }

  /** What finished jobs say. */
  ScriptedApi transcript(String verboseJson) {
    this.result = verboseJson;
    return this;
  }

  /** The state in which new jobs are, and stay. */
  ScriptedApi newJobs(String status) {
    this.status = status;
    return this;
  }

  /** Refuses the next upload. */
  ScriptedApi refuse(Refusal refusal) {
    refusals.add(refusal);
    return this;
  }

  /** Moves all jobs on. */
  void moveAll(String status) {
    jobs.replaceAll(job -> job.with(status));
  }

  /** What was asked, as method and path. */
  List<String> calls() {
    return calls;
  }

  private void answer(Route route) {
    Request request = route.request();
    String path = request.url().replaceFirst(".*?(/v1/.*)", "$1");
    calls.add(request.method() + " " + path);
    if (path.equals("/v1/models")) {
      json(route, 200, Map.of("object", "list", "data", List.of(Map.of("id", "tiny"))));
    } else if (path.equals("/v1/jobs")) {
      jobs(route, request.method());
    } else {
      oneJob(route, request.method(), path.split("/", -1));
    }
  }

  private void jobs(Route route, String method) {
    if (method.equals("GET")) {
      List<Object> data = jobs.reversed().stream().map(ScriptedJob::toJson).toList();
      json(route, 200, Map.of("object", "list", "data", data));
    } else if (!refusals.isEmpty()) {
      Refusal refusal = refusals.removeFirst();
      route.fulfill(
          new Route.FulfillOptions()
              .setStatus(refusal.status())
              .setHeaders(refusal.headers())
              .setBody(JSON.writeValueAsString(envelope(refusal.message()))));
    } else {
      ScriptedJob job = new ScriptedJob("job_" + (jobs.size() + 1), status);
      jobs.add(job);
      json(route, 202, job.toJson());
    }
  }

  private void oneJob(Route route, String method, String[] path) {
    int index = Integer.parseInt(path[3].substring("job_".length())) - 1;
    String action = path.length > 4 ? path[4].replaceFirst("\\?.*", "") : "";
    if (action.equals("cancel")) {
      jobs.set(index, jobs.get(index).with("cancelled"));
    }
    if (action.equals("result")) {
      route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(result));
    } else if (action.equals("events")) {
      route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(": \n"));
    } else if (method.equals("DELETE")) {
      route.fulfill(new Route.FulfillOptions().setStatus(204));
    } else {
      json(route, 200, jobs.get(index).toJson());
    }
  }

  static Object envelope(String message) {
    return Map.of("error", Map.of("message", message, "type", "t", "param", "p", "code", "c"));
  }

  private static void json(Route route, int status, Object value) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/json")
            .setBody(JSON.writeValueAsString(value)));
  }
}
