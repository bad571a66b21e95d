package dev.hark.server.jobs;

import dev.hark.engine.Segment;
import dev.hark.engine.TranscriptPart;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job as server-sent events. A reader is told what it has not heard by looking into the store, so
 * that late and slow ones miss nothing, hear nothing twice, and make nobody wait.
 */
final class JobEvents {
  private static final int MOST_READERS = 256;

  private final JobStore store;
  private final JobChanges changes;
  private final Duration heartbeat;
  private final Semaphore readers = new Semaphore(MOST_READERS);

  JobEvents(JobStore store, JobChanges changes, Duration heartbeat) {
    this.store = store;
    this.changes = changes;
    this.heartbeat = heartbeat;
  }

  /** Answers with the events of a job until it is finished. */
  void write(Context context, String id) throws IOException {
    if (!readers.tryAcquire()) {
      throw ApiException.overloaded(
          503,
          "too_many_readers",
          Duration.ofSeconds(5),
          "%d readers of events are connected, which is the limit".formatted(MOST_READERS));
    }
    try {
      context
          .status(200)
          .contentType("text/event-stream; charset=utf-8")
          .header("X-Accel-Buffering", "no");
      OutputStream out = context.res().getOutputStream();
      context.res().flushBuffer();
      new Reader(out, id).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.release();
    }
  }

  private final class Reader {
    private final OutputStream out;
    private final String id;
    private int parts;
    private int segments;

    Reader(OutputStream out, String id) {
      this.out = out;
      this.id = id;
    }

    void run() throws IOException, InterruptedException {
      Optional<Job> last = Optional.empty();
      while (!changes.closed()) {
        long seen = changes.version();
        Optional<Job> job = store.find(id);
        if (job.isEmpty()) {
          return; // deleted
        }
        for (TranscriptPart part : store.parts(id, parts)) {
          send(part);
        }
        if (job.get().status().finished()) {
          String type = "job." + job.get().status().label();
          send(type, "job", JobJson.job(job.get(), store.parts(id, 0)));
          return;
        }
        if (job.equals(last)) {
          write(": waiting\n\n");
        } else {
          send("job.progress", "job", JobJson.excerpt(job.get(), store.firstParts(id)));
        }
        last = job;
        changes.await(seen, heartbeat);
      }
    }

    private void send(TranscriptPart part) throws IOException {
      for (Segment segment : part.segments()) {
        send("job.segment", "segment", JobJson.segment(segments++, segment, part.spans()));
      }
      parts++;
    }

    private void send(String type, String key, JsonNode value) throws IOException {
      ObjectNode event = Json.object().put("type", type);
      event.set(key, value);
      write("data: %s\n\n".formatted(Json.text(event)));
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
