package dev.hark.server.realtime;

import dev.hark.audio.RawAudio;
import dev.hark.engine.LiveSession;
import dev.hark.engine.StreamEvent;
import dev.hark.engine.StreamException;
import dev.hark.engine.Transcriber;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import dev.hark.server.realtime.SessionSettings.Format;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session in the simple events of vLLM: 16-bit samples at 16 kHz, one growing text, {@code
 * transcription.done} after the final commit. Unlike there, audio that waits is bounded, a final
 * commit is always answered, and a session that never commits is closed when it is idle.
 */
final class VllmSession implements Protocol {
  private static final Logger LOG = LoggerFactory.getLogger(VllmSession.class);
  private static final Format FORMAT = new Format("audio/pcm", RawAudio.Coding.PCM16, 16_000);

  private final ModelPool models;
  private final RealtimeLimits limits;
  private final Outbox outbox;
  private final SessionAudio audio;
  private @Nullable ModelLease<Transcriber> lease;
  private volatile @Nullable LiveSession live; // written by the reader of messages alone
  private boolean closed;
  private final Growing text = new Growing();

  VllmSession(ModelPool models, RealtimeLimits limits, Outbox outbox) {
    this.models = models;
    this.limits = limits;
    this.outbox = outbox;
    this.audio = new SessionAudio(limits.maxAudio());
  }

  @Override
  public void open() {
    outbox.send(
        Json.object()
            .put("type", "session.created")
            .put("id", ServerEvents.id("sess"))
            .put("created", System.currentTimeMillis() / 1000));
  }

  @Override
  public synchronized void message(String message) {
    if (closed) {
      return;
    }
    try {
      JsonNode event = Json.parse(message.getBytes(StandardCharsets.UTF_8));
      switch (event.path("type").asString("")) {
        case "session.update" -> update(event);
        case "input_audio_buffer.append" -> append(event.path("audio").asString(""));
        case "input_audio_buffer.commit" -> commit(event.path("final").asBoolean(false));
        default -> error("unknown_event", "there is no such event");
      }
    } catch (ApiException e) {
      error(
          switch (e.code().orElse("")) {
            case "invalid_json" -> "invalid_json";
            case "model_not_found" -> "model_not_found";
            default -> "invalid_audio";
          },
          e.message());
    }
  }

  private void update(JsonNode event) {
    JsonNode inner = event.path("session").path("model");
    String model = event.path("model").asString(inner.asString(""));
    if (lease != null) {
      return; // as there, the first model stays
    }
    lease = models.transcriber(model);
  }

  private void append(String base64) {
    ModelLease<Transcriber> model = lease;
    if (model == null) {
      error("model_not_validated", "wanted session.update with a model before audio");
      return;
    }
    float[] samples = audio.accept(base64, FORMAT);
    LiveSession session = live;
    if (session == null) {
      text.begin();
      session =
          model
              .model()
              .streaming()
              .open(
                  SessionSettings.create(model.id(), Dialect.OPENAI).streamOptions(limits),
                  text::accept);
      live = session;
    }
    try {
      session.feed(samples);
    } catch (StreamException e) {
      LOG.debug("audio after the end of a session", e);
    }
    if (audio.exhausted()) {
      finish();
      outbox.close(CloseCode.POLICY, "the session has had all the audio it may have");
    }
  }

  private void commit(boolean last) {
    if (lease == null) {
      error("model_not_validated", "wanted session.update with a model before a commit");
    } else if (last) {
      finish();
    }
  }

  /** Answers a final commit, whatever became of the audio. */
  private void finish() {
    LiveSession session = live;
    if (session == null) {
      text.begin();
    } else {
      try {
        session.finish().join();
      } catch (CompletionException e) {
        error("processing_error", "the audio could not be transcribed");
      }
      session.close();
      live = null;
    }
    outbox.send(Json.object().put("type", "transcription.done").put("text", text.all()));
  }

  private void error(String code, String message) {
    ObjectNode event = Json.object().put("type", "error").put("error", message);
    outbox.send(event.put("code", code));
  }

  @Override
  public synchronized void drain() {
    if (!closed) {
      if (live != null) {
        finish();
      }
      outbox.close(CloseCode.RESTART, "the server is being stopped");
    }
  }

  @Override
  public void close() {
    closeLive();
    synchronized (this) {
      closed = true;
      closeLive();
      if (lease != null) {
        lease.close();
        lease = null;
      }
    }
  }

  private void closeLive() {
    LiveSession session = live;
    if (session != null) {
      session.close();
    }
  }

  /** The text of one stream, which only grows. */
  private final class Growing {
    private String done = "";
    private String sent = "";

    synchronized void begin() {
      done = "";
      sent = "";
    }

    synchronized String all() {
      return sent;
    }

    synchronized void accept(StreamEvent event) {
      if (event instanceof StreamEvent.Partial partial) {
        send(Conversation.join(done, partial.stable()));
      } else if (event instanceof StreamEvent.Final end) {
        done = Conversation.join(done, end.text().text());
        send(done);
      }
    }

    private void send(String text) {
      if (text.length() > sent.length()) {
        outbox.send(
            Json.object()
                .put("type", "transcription.delta")
                .put("delta", text.substring(sent.length())));
        sent = text;
      }
    }
  }
}
