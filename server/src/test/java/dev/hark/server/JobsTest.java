package dev.hark.server;

import static dev.hark.server.JobCalls.audio;
import static dev.hark.server.JobCalls.await;
import static dev.hark.server.JobCalls.bytes;
import static dev.hark.server.JobCalls.config;
import static dev.hark.server.JobCalls.events;
import static dev.hark.server.JobCalls.get;
import static dev.hark.server.JobCalls.json;
import static dev.hark.server.JobCalls.make;
import static dev.hark.server.JobCalls.path;
import static dev.hark.server.JobCalls.result;
import static dev.hark.server.JobCalls.segments;
import static dev.hark.server.JobCalls.uploads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a job makes of a recording, and who sees it. */
@Timeout(60)
class JobsTest {
  @TempDir Path folder;

  @Test
  void recordingBecomesATranscriptInEveryFormat() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      HttpResponse<String> made = make(server, TestServer.JFK);

      assertThat(made.statusCode()).isEqualTo(202);
      JsonNode job = json(made);
      assertThat(made.headers().firstValue("Location").orElseThrow())
          .isEqualTo("/v1/jobs/" + job.get("id").stringValue());
      assertThat(job.get("object").stringValue()).isEqualTo("transcription.job");
      assertThat(job.get("file_name").stringValue()).isEqualTo("audio.wav");
      JsonNode done = await(server, job, "completed");
      assertThat(done.get("audio_seconds").doubleValue()).isEqualTo(11.0);
      assertThat(done.get("progress").get("seconds_done").doubleValue()).isEqualTo(11.0);
      assertThat(done.get("progress").get("fraction").doubleValue()).isEqualTo(1.0);
      assertThat(done.get("error").isNull()).isTrue();
      String text = json(server.transcribe(Form.of(TestServer.JFK))).get("text").stringValue();
      assertThat(done.get("text").stringValue()).isEqualTo(text).startsWith("And so, my fellow");
      assertThat(result(server, job, "txt")).isEqualTo(text + "\n");
      assertThat(result(server, job, "srt")).startsWith("1\n00:00:00,000 --> ");
      assertThat(result(server, job, "vtt")).startsWith("WEBVTT\n");
      assertThat(result(server, job, "tsv")).startsWith("start\tend\ttext\n0\t11000\t");
      assertThat(result(server, job, "lrc")).contains("[00:00.00]");
      assertThat(Json.parse(bytes(result(server, job, "json"))).get("text").stringValue())
          .isEqualTo(text);
      JsonNode verbose = Json.parse(bytes(result(server, job, "verbose_json")));
      assertThat(verbose.get("text").stringValue()).isEqualTo(text);
      assertThat(verbose.at("/segments/0/end").doubleValue()).isEqualTo(11.0);
      assertThat(server.get(path(job) + "/result?format=doc").statusCode()).isEqualTo(400);
      assertThat(json(server.get("/v1/jobs")).get("data").get(0).get("id"))
          .isEqualTo(job.get("id"));
    }
  }

  @Test
  void eventsTellALateReaderEverySegmentOnceAndInOrder() throws Exception {
    try (TestServer server = TestServer.start()) {
      JsonNode job = json(make(server, Recordings.speech(folder, 100)));
      List<String> early = events(server, job);
      List<String> late = events(server, job);

      List<JsonNode> segments = segments(early);
      assertThat(segments).hasSizeGreaterThan(2);
      assertThat(segments(late)).isEqualTo(segments);
      for (int i = 0; i < segments.size(); i++) {
        assertThat(segments.get(i).get("id").intValue()).isEqualTo(i);
      }
      assertThat(early.getFirst()).contains("\"job.progress\"");
      JsonNode last = Json.parse(bytes(early.getLast()));
      assertThat(last.get("type").stringValue()).isEqualTo("job.completed");
      assertThat(last.get("job")).isEqualTo(json(server.get(path(job))));
      assertThat(late).hasSize(segments.size() + 1);
    }
  }

  @Test
  void requestsWithTheSameKeyMakeOneJob() throws Exception {
    try (TestServer server = TestServer.start(config(folder).with(Setting.JOBS_AT_ONCE, "0"))) {
      HttpRequest.Builder once = server.request("/v1/jobs").header("Idempotency-Key", "4f1c");
      HttpRequest request = Form.of(TestServer.JFK).post(once).build();
      JsonNode first = json(server.send(request));
      List<String> ids = new ArrayList<>();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<String>> calls =
            Collections.nCopies(8, () -> json(server.send(request)).get("id").stringValue());
        for (Future<String> id : callers.invokeAll(calls)) {
          ids.add(id.get());
        }
      }
      assertThat(ids).containsOnly(first.get("id").stringValue());
      assertThat(json(server.get("/v1/jobs")).get("data")).hasSize(1);
      assertThat(uploads(folder)).hasSize(1);

      JsonNode other =
          json(
              server.send(
                  Form.of(TestServer.JFK)
                      .post(server.request("/v1/jobs").header("Idempotency-Key", "4f1d"))
                      .build()));
      assertThat(other.get("id")).isNotEqualTo(first.get("id"));
      Answers.error(
          server.send(
              Form.of(TestServer.JFK)
                  .post(server.request("/v1/jobs").header("Idempotency-Key", "x".repeat(256)))
                  .build()),
          400,
          "invalid_value",
          "Idempotency-Key");
    }
  }

  @Test
  void damagedRecordingFailsWithOneClearLine() throws Exception {
    Path broken = folder.resolve("broken.wav");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(TestServer.JFK), 40));
    Path noise = Files.write(folder.resolve("notes.txt"), bytes("no sound at all, only words"));
    try (TestServer server = TestServer.start(config(folder))) {
      for (Path file : List.of(broken, noise)) {
        JsonNode failed = await(server, json(make(server, file)), "failed");

        JsonNode error = failed.get("error");
        assertThat(error.get("code").stringValue()).isEqualTo("invalid_audio");
        assertThat(error.get("message").stringValue())
            .startsWith("audio.wav: ")
            .doesNotContain(folder.toString())
            .doesNotContain("\n");
        assertThat(error.get("param").stringValue()).isEqualTo("file");
        assertThat(events(server, failed).getLast()).contains("job.failed");
      }
    }
  }

  @Test
  void recordingIsGivenBackWholeAndInRanges() throws Exception {
    try (TestServer server = TestServer.start(config(folder))) {
      byte[] form =
          new Form()
              .file("file", "../weird \u00fc name.WAV", TestServer.JFK)
              .field("model", "tiny")
              .toBytes();
      JsonNode job =
          json(
              server.send(
                  server
                      .request("/v1/jobs")
                      .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                      .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                      .build()));
      byte[] all = Files.readAllBytes(TestServer.JFK);

      HttpResponse<byte[]> whole = audio(server, job, "");
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo(all);
      assertThat(whole.headers().firstValue("Content-Type")).contains("audio/wav");
      assertThat(whole.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment; filename*=UTF-8''weird%20")
          .doesNotContain("\"");
      HttpResponse<byte[]> part = audio(server, job, "bytes=100-199");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, 100, 200));
      assertThat(part.headers().firstValue("Content-Range"))
          .contains("bytes 100-199/" + all.length);
      assertThat(audio(server, job, "bytes=-7").body())
          .isEqualTo(Arrays.copyOfRange(all, all.length - 7, all.length));
      assertThat(audio(server, job, "bytes=100-").body()).hasSize(all.length - 100);
      assertThat(audio(server, job, "bytes=99999999-").statusCode()).isEqualTo(416);
      assertThat(audio(server, job, "lines=1-2").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keysSeeTheirOwnJobsAlone() throws Exception {
    Map.Entry<Path, String> first = TestServer.keys();
    String second = dev.hark.server.http.ApiKeys.create("other", first.getKey());
    ServerConfig config = config(folder).with(Setting.API_KEYS_FILE, first.getKey().toString());
    try (TestServer server = TestServer.start(config)) {
      HttpRequest.Builder post =
          server.request("/v1/jobs").header("Authorization", "Bearer " + first.getValue());
      JsonNode job = json(server.send(Form.of(TestServer.JFK).post(post).build()));

      assertThat(get(server, path(job), first.getValue()).statusCode()).isEqualTo(200);
      for (String path : List.of("", "/events", "/result", "/audio")) {
        assertThat(get(server, path(job) + path, second).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(json(get(server, "/v1/jobs", second)).get("data")).isEmpty();
      assertThat(json(get(server, "/v1/jobs", first.getValue())).get("data")).hasSize(1);
    }
  }

  @Test
  void badFormsMakeNoJobAndLeaveNoFile() throws Exception {
    try (TestServer server = TestServer.start(config(folder).with(Setting.JOBS_QUEUE, "1"))) {
      Form unknownModel = new Form().file("file", "a.wav", TestServer.JFK).field("model", "huge");
      assertThat(make(server, unknownModel).statusCode()).isEqualTo(404);
      assertThat(make(server, Form.of(TestServer.JFK).field("language", "xx")).body())
          .contains("\"param\":\"language\"");
      assertThat(make(server, new Form().field("model", "tiny")).body())
          .contains("\"param\":\"file\"");
      assertThat(json(server.get("/v1/jobs")).get("data")).isEmpty();
      assertThat(uploads(folder)).isEmpty();
      try (Stream<Path> files = Files.list(folder.resolve("jobs/incoming"))) {
        assertThat(files).isEmpty();
      }
    }
  }
}
