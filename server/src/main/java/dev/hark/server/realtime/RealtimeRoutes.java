package dev.hark.server.realtime;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.http.Access;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.ValueType;
import dev.hark.server.models.ModelEntry;
import dev.hark.server.models.ModelPool;
import dev.hark.server.models.ModelState;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Session;

/** Live transcription: the WebSocket {@code /v1/realtime}, and the same as DashScope has it. */
public final class RealtimeRoutes implements Routes {
  private static final Operation ABOUT =
      new Operation(
          "Live transcription in the events of the OpenAI realtime API",
          Operation.Body.NONE,
          List.of(
              query("intent", List.of("transcription"), "Always transcription"),
              new Parameter(
                  "model",
                  Parameter.Place.QUERY,
                  new ValueType.Text(200),
                  false,
                  "Id or alias of a model; the first one if not given"),
              query("protocol", List.of("openai", "vllm"), "Which events; openai if not given")));

  private static final Operation DASHSCOPE =
      new Operation(
          "The same in the events of DashScope's realtime API, as its SDKs speak",
          Operation.Body.NONE,
          List.of(
              new Parameter(
                  "model",
                  Parameter.Place.QUERY,
                  new ValueType.Text(200),
                  false,
                  "Id or alias of a model; the first one if not given")));

  private final ModelPool models;
  private final RealtimeLimits limits;
  private final RealtimeSessions sessions;

  /** The route to live sessions on these models. */
  public RealtimeRoutes(ModelPool models, ServerConfig config) {
    this.models = models;
    this.limits = RealtimeLimits.of(config);
    this.sessions = new RealtimeSessions(limits);
  }

  private static Parameter query(String name, List<String> values, String meaning) {
    return new Parameter(name, Parameter.Place.QUERY, new ValueType.Choice(values), false, meaning);
  }

  /** The sessions, to drain and to close. */
  public RealtimeSessions sessions() {
    return sessions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.WebSocket(
            "/v1/realtime", Access.KEY, ABOUT, socket -> handle(socket, Dialect.OPENAI)),
        new Route.WebSocket(
            "/api-ws/v1/realtime",
            Access.KEY,
            DASHSCOPE,
            socket -> handle(socket, Dialect.DASHSCOPE)));
  }

  private void handle(WsConfig socket, Dialect dialect) {
    socket.onConnect(context -> connect(context, dialect));
    socket.onMessage(context -> sessions.message(context.sessionId(), context.message()));
    socket.onBinaryMessage(context -> sessions.binary(context.sessionId()));
    socket.onClose(context -> sessions.remove(context.sessionId()));
    socket.onError(context -> sessions.remove(context.sessionId()));
  }

  private void connect(WsConnectContext context, Dialect dialect) {
    Session session = context.session;
    session.setIdleTimeout(Duration.ZERO); // RealtimeSessions knows who is idle
    session.setMaxTextMessageSize(limits.maxMessageBytes());
    session.setMaxBinaryMessageSize(limits.maxMessageBytes());
    session.setMaxFrameSize(limits.maxMessageBytes());
    Caller caller = Caller.of(context);
    switch (sessions.take(caller)) {
      case FULL ->
          Outbox.refuse(session, CloseCode.OVERLOAD, "too many sessions, come again later");
      case DRAINING -> Outbox.refuse(session, CloseCode.RESTART, "the server is being stopped");
      case NONE -> {
        Outbox outbox = Outbox.start(session);
        sessions.add(context.sessionId(), protocol(context, dialect, outbox), outbox, caller);
      }
    }
  }

  private Protocol protocol(WsConnectContext context, Dialect dialect, Outbox outbox) {
    if (Optional.ofNullable(context.queryParam("protocol")).orElse("").equals("vllm")) {
      return new VllmSession(models, limits, outbox);
    }
    String model = Optional.ofNullable(context.queryParam("model")).orElse("");
    try {
      return new OpenAiSession(
          models,
          limits,
          model.isEmpty() ? standard() : models.model(model).entry().id(),
          dialect,
          outbox);
    } catch (ApiException e) {
      outbox.send(ServerEvents.error(e, Optional.empty()));
      outbox.close(CloseCode.POLICY, "there is no such model");
      return new NoSession();
    }
  }

  private String standard() {
    return models.models().stream()
        .map(ModelState::entry)
        .filter(entry -> entry.kind() == ModelEntry.Kind.TRANSCRIPTION)
        .map(ModelEntry::id)
        .findFirst()
        .orElseThrow(() ->
            ApiException.of(404, "model_not_found", "this server has no model that transcribes")
                .about("model"));
  }

  /** What is refused hears nothing. */
  private record NoSession() implements Protocol {
    @Override
    public void open() {}

    @Override
    public void message(String text) {}

    @Override
    public void drain() {}

    @Override
    public void close() {}
  }
}
