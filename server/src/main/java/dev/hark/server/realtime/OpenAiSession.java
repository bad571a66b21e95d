package dev.hark.server.realtime;

import dev.hark.engine.Transcriber;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Json;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A transcription session of the OpenAI realtime API, or of DashScope's form of it. */
final class OpenAiSession implements Protocol {
  private final ModelPool models;
  private final RealtimeLimits limits;
  private final Outbox outbox;
  private final Dialect dialect;
  private final Conversation conversation;
  private final SessionAudio audio;
  private final String id = ServerEvents.id("sess");
  private volatile SessionSettings settings;
  private @Nullable ModelLease<Transcriber> lease;
  private volatile @Nullable Hearing hearing; // written by the reader of messages alone
  private boolean closed;

  OpenAiSession(
      ModelPool models, RealtimeLimits limits, String model, Dialect dialect, Outbox outbox) {
    this.models = models;
    this.limits = limits;
    this.outbox = outbox;
    this.dialect = dialect;
    this.conversation = new Conversation(outbox);
    this.audio = new SessionAudio(limits.maxAudio());
    this.settings = SessionSettings.create(model, dialect);
    if (dialect == Dialect.DASHSCOPE) {
      conversation.speakBeta();
    }
  }

  @Override
  public void open() {
    describe("session.created");
  }

  private void describe(String event) {
    outbox.send(
        ServerEvents.session(
            event,
            switch (dialect) {
              case OPENAI -> SessionJson.write(id, settings);
              case DASHSCOPE -> SessionJson.writeDashScope(id, settings);
            }));
  }

  @Override
  public synchronized void message(String text) {
    if (closed) {
      return;
    }
    Optional<String> event = Optional.empty();
    try {
      JsonNode message = parse(text);
      event = Optional.of(message.path("event_id").asString("")).filter(sent -> !sent.isEmpty());
      handle(message.path("type").asString(""), message);
    } catch (ApiException e) {
      outbox.send(ServerEvents.error(e, event));
    } catch (CancellationException e) {
      outbox.close(CloseCode.RESTART, "the server is being stopped");
    }
  }

  private static JsonNode parse(String text) {
    JsonNode message = Json.parse(text.getBytes(StandardCharsets.UTF_8));
    if (!message.isObject()) {
      throw ApiException.of(400, "invalid_json", "the message is no JSON object");
    }
    return message;
  }

  private void handle(String type, JsonNode message) {
    switch (type) {
      case "input_audio_buffer.append" -> append(message.path("audio"));
      case "input_audio_buffer.commit" -> commit();
      case "input_audio_buffer.clear" -> clear();
      case "session.update" -> update(message, false);
      case "transcription_session.update" -> update(message, true);
      case "conversation.item.retrieve" ->
          known(conversation.retrieve(message.path("item_id").asString("")));
      case "conversation.item.delete" ->
          known(conversation.delete(message.path("item_id").asString("")));
      case "session.finish" -> {
        flush();
        outbox.send(ServerEvents.event("session.finished"));
      }
      case "" -> throw ApiException.missing("type");
      default ->
          throw ApiException.of(
                  400,
                  "unknown_event",
                  "there is no event \"%s\" in a transcription session"
                      .formatted(type.length() > 100 ? type.substring(0, 100) : type))
              .about("type");
    }
  }

  private static void known(boolean found) {
    if (!found) {
      throw ApiException.of(404, "item_not_found", "there is no such item").about("item_id");
    }
  }

  private void append(JsonNode base64) {
    if (!base64.isString()) {
      throw ApiException.missing("audio");
    }
    float[] samples = audio.accept(base64.stringValue(), settings.format());
    Hearing listening = hearing();
    listening.hear(samples);
    if (audio.exhausted()) {
      outbox.send(
          ServerEvents.error(
              ApiException.of(
                  400,
                  "session_audio_limit",
                  "a session may have %d s of audio; open another one"
                      .formatted(limits.maxAudio().toSeconds())),
              Optional.empty()));
      flush();
      outbox.close(CloseCode.POLICY, "the session has had all the audio it may have");
    }
    if (listening instanceof VoiceTurns turns && turns.failed()) {
      outbox.close(CloseCode.FAILED, "transcription failed");
    }
  }

  private void commit() {
    if (!hearAll().commit()) {
      throw ApiException.of(
          400,
          "input_audio_buffer_commit_empty",
          "the input audio buffer has no %s"
              .formatted(settings.turns().isPresent() ? "speech" : "audio"));
    }
  }

  private void clear() {
    hearAll().clear();
    outbox.send(ServerEvents.event("input_audio_buffer.cleared"));
  }

  /** Hands on what the resampler still holds. */
  private Hearing hearAll() {
    Hearing listening = hearing();
    listening.hear(audio.finish());
    return listening;
  }

  private Hearing hearing() {
    Hearing listening = hearing;
    if (listening == null) {
      listening = open(settings);
      hearing = listening;
    }
    return listening;
  }

  private Hearing open(SessionSettings now) {
    ModelLease<Transcriber> model = lease;
    if (model == null) {
      model = models.transcriber(now.model());
      lease = model;
    }
    return now.turns().isPresent()
        ? new VoiceTurns(model.model().streaming(), () -> settings, limits, conversation, outbox)
        : new CommittedAudio(
            model.model(),
            () -> settings.recordingOptions(),
            conversation,
            outbox,
            limits.backlog());
  }

  private void update(JsonNode message, boolean beta) {
    SessionSettings now = SessionUpdate.read(message.path("session"), settings, models, dialect);
    boolean otherHearing = now.turns().isPresent() != settings.turns().isPresent();
    boolean otherModel = !now.model().equals(settings.model());
    boolean otherTurns = now.turns().isPresent() && !now.equals(settings);
    if (otherHearing || otherModel || otherTurns) {
      flush();
    }
    if (otherHearing || otherModel) {
      hearing = null;
    }
    if (otherModel) {
      release();
    }
    settings = now;
    if (beta) {
      conversation.speakBeta();
      outbox.send(
          ServerEvents.session(
              "transcription_session.updated", SessionJson.writeBeta(id, settings)));
    } else {
      describe("session.updated");
    }
  }

  /** Waits until all that was heard and is to have a text has one. */
  private void flush() {
    Hearing listening = hearing;
    if (listening != null) {
      listening.finish();
    }
  }

  @Override
  public synchronized void drain() {
    if (!closed) {
      flush();
      outbox.close(CloseCode.RESTART, "the server is being stopped");
    }
  }

  @Override
  public void close() {
    Hearing listening = hearing;
    if (listening != null) {
      listening.close(); // wakes a reader that waits
    }
    synchronized (this) {
      closed = true;
      Hearing last = hearing;
      if (last != null) {
        last.close();
        last.finish();
      }
      release();
    }
  }

  private void release() {
    ModelLease<Transcriber> model = lease;
    if (model != null) {
      lease = null;
      model.close();
    }
  }
}
