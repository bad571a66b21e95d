package dev.hark.server.chat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Bodies;
import dev.hark.server.http.Caller;
import dev.hark.server.http.ClientWatch;
import dev.hark.server.http.EventStream;
import dev.hark.server.http.Json;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.SpooledBody;
import dev.hark.server.http.UploadLimits;
import dev.hark.server.http.Verb;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelPool;
import dev.hark.server.transcribe.Transcribing;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/chat/completions}, and the same as DashScope has it. */
public final class ChatRoutes implements Routes, AutoCloseable {
  private final Admission admission;
  private final ModelPool models;
  private final Optional<RemoteAudio> remote;
  private final SpokenChat spoken;
  private final WrittenChat written;
  private final UploadLimits uploadLimits;
  private final Path folder;
  private final Duration longest;
  private final Duration heartbeat;

  /**
   * Routes that let in whom the admission lets in.
   *
   * @param folder where bodies are kept while they wait
   */
  public ChatRoutes(
      Admission admission,
      ModelPool models,
      Transcribing transcribing,
      ServerConfig config,
      Path folder) {
    this.admission = admission;
    this.models = models;
    this.remote =
        config.enabled(Setting.AUDIO_URLS)
            ? Optional.of(RemoteAudio.start(config, PublicAddresses::contains))
            : Optional.empty();
    this.spoken = new SpokenChat(transcribing, new AudioParts(remote));
    this.written = new WrittenChat(models);
    this.uploadLimits = UploadLimits.of(config, Setting.MAX_JSON);
    this.folder = folder;
    this.longest = config.duration(Setting.REQUEST_TIMEOUT);
    this.heartbeat = config.duration(Setting.HEARTBEAT);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.POST,
            "/v1/chat/completions",
            ChatParameters.CHAT,
            context -> admit(context, body -> complete(context, body))),
        Route.of(
            Verb.POST,
            "/api/v1/services/aigc/multimodal-generation/generation",
            ChatParameters.DASHSCOPE,
            context -> admit(context, body -> generate(context, body))));
  }

  /**
   * Reads a request and answers it when it is its turn.
   *
   * @param work gives the answer, unless it was sent as events
   */
  private void admit(Context context, Function<JsonNode, Optional<ObjectNode>> work)
      throws IOException {
    try (Admission.Place place = admission.enter(Caller.of(context));
        SpooledBody body = Bodies.spool(context, uploadLimits, folder)) {
      Optional<ObjectNode> answer =
          ClientWatch.over(
              context,
              longest,
              () -> {
                place.awaitTurn();
                return work.apply(Json.parseObject(body.file()));
              });
      answer.ifPresent(json -> Json.write(context, json));
    }
  }

  private Optional<ObjectNode> complete(Context context, JsonNode body) {
    ChatRequest request = ChatRequest.of(body);
    ChatModel chat = model(request);
    ChatAnswer answer = ChatAnswer.of(request.model());
    if (request.fields().on("stream")) {
      EventStream.of(context, heartbeat)
          .run(events -> {
            events.accept(answer.begin());
            ChatModel.Reply reply =
                chat.reply(request, delta -> events.accept(answer.delta(delta)));
            events.accept(answer.end(reply));
          });
      return Optional.empty();
    }
    return Optional.of(answer.whole(chat.reply(request, _ -> {})));
  }

  /** As DashScope does, errors included. */
  private Optional<ObjectNode> generate(Context context, JsonNode body) {
    DashScopeAnswer answer = DashScopeAnswer.create();
    try {
      DashScopeRequest request = DashScopeRequest.of(body);
      ChatModel chat = model(request.chat());
      if (!"enable".equals(context.header("X-DashScope-SSE"))) {
        return Optional.of(answer.whole(chat.reply(request.chat(), _ -> {})));
      }
      EventStream.of(context, heartbeat)
          .run(events -> {
            try {
              StringBuilder said = new StringBuilder();
              ChatModel.Reply reply =
                  chat.reply(
                      request.chat(),
                      delta -> {
                        said.append(delta.text());
                        events.accept(
                            answer.growing(request.incremental() ? delta.text() : said.toString()));
                      });
              events.accept(answer.last(request.incremental() ? "" : reply.text(), reply));
            } catch (ApiException e) {
              events.accept(answer.error(e));
            }
          });
      return Optional.empty();
    } catch (ApiException e) {
      context.status(e.status());
      return Optional.of(answer.error(e));
    }
  }

  private ChatModel model(ChatRequest request) {
    ChatModel chat = models.chats(request.model()) ? written : spoken;
    chat.check(request);
    return chat;
  }

  @Override
  public void close() {
    remote.ifPresent(RemoteAudio::close);
  }
}
