package dev.hark.server;

import static dev.hark.server.JobCalls.await;
import static dev.hark.server.JobCalls.config;
import static dev.hark.server.JobCalls.delete;
import static dev.hark.server.JobCalls.done;
import static dev.hark.server.JobCalls.events;
import static dev.hark.server.JobCalls.json;
import static dev.hark.server.JobCalls.make;
import static dev.hark.server.JobCalls.path;
import static dev.hark.server.JobCalls.post;
import static dev.hark.server.JobCalls.result;
import static dev.hark.server.JobCalls.uploads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that wait, are cancelled, deleted, and left to the next server. */
@Timeout(60)
class JobQueueTest {
  @TempDir Path folder;

  @Test
  void jobIsCancelledAndDeletedWithItsRecording() throws Exception {
    ServerConfig config = config(folder).with(Setting.JOBS_AT_ONCE, "0");
    try (TestServer server = TestServer.start(config)) {
      JsonNode job = json(make(server, TestServer.JFK));
      assertThat(server.get(path(job) + "/result").statusCode()).isEqualTo(409);
      assertThat(delete(server, job).statusCode()).isEqualTo(409);

      HttpResponse<String> cancelled = post(server, path(job) + "/cancel");

      assertThat(json(cancelled).get("status").stringValue()).isEqualTo("cancelled");
      assertThat(post(server, path(job) + "/cancel").statusCode()).isEqualTo(409);
      assertThat(events(server, job).getLast()).contains("job.cancelled");
      assertThat(uploads(folder)).hasSize(1);
      assertThat(json(delete(server, job)).get("deleted").booleanValue()).isTrue();
      assertThat(uploads(folder)).isEmpty();
      assertThat(server.get(path(job)).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void runningJobStopsWhenItIsCancelled() throws Exception {
    try (TestServer server = TestServer.start(config(folder).with(Setting.BATCH, "1"))) {
      server.server().warmUp();
      JsonNode job = json(make(server, Recordings.speech(folder, 1200)));
      JsonNode next = json(make(server, TestServer.JFK));
      await(server, job, "running");

      assertThat(post(server, path(job) + "/cancel").statusCode()).isEqualTo(200);

      await(server, next, "completed");
      JsonNode cancelled = json(server.get(path(job)));
      assertThat(cancelled.get("status").stringValue()).isEqualTo("cancelled");
      assertThat(cancelled.get("progress").get("seconds_done").doubleValue()).isLessThan(1200);
    }
  }

  @Test
  void tooManyJobsAreRefusedUntilThereIsRoom() throws Exception {
    ServerConfig config =
        config(folder).with(Setting.JOBS_QUEUE, "1").with(Setting.JOBS_AT_ONCE, "0");
    try (TestServer server = TestServer.start(config)) {
      JsonNode job = json(make(server, TestServer.JFK));

      HttpResponse<String> refused = make(server, TestServer.JFK);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      post(server, path(job) + "/cancel");
      assertThat(make(server, TestServer.JFK).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void finishedJobsAreDeletedWhenTheirTimeIsUp() throws Exception {
    try (TestServer server = TestServer.start(config(folder).with(Setting.JOBS_KEEP, "300ms"))) {
      JsonNode job = json(make(server, TestServer.JFK));

      while (server.get(path(job)).statusCode() == 200) {
        Thread.sleep(20);
      }
      assertThat(uploads(folder)).isEmpty();
    }
  }

  @Test
  void drainedServerLeavesItsJobsToTheNextOne() throws Exception {
    Path file = Recordings.speech(folder, 600);
    String expected;
    try (TestServer server = TestServer.start(config(folder))) {
      JsonNode job = json(make(server, file));
      await(server, job, "completed");
      expected = result(server, job, "json");
    }
    JsonNode job;
    try (TestServer server = TestServer.start(config(folder).with(Setting.BATCH, "1"))) {
      server.server().warmUp();
      job = json(make(server, file));
      while (done(server, job) == 0) {
        Thread.sleep(1);
      }
      server.server().drain();
      assertThat(json(server.get(path(job))).get("status").stringValue()).isEqualTo("queued");
      assertThat(done(server, job)).isBetween(1.0, 599.0);
    }
    try (TestServer server = TestServer.start(config(folder).with(Setting.BATCH, "1"))) {
      await(server, job, "completed");
      assertThat(result(server, job, "json")).isEqualTo(expected);
    }
  }
}
