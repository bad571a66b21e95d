package dev.hark.server;

import dev.hark.server.chat.ChatRoutes;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.AccessLog;
import dev.hark.server.http.ApiKeys;
import dev.hark.server.http.Gate;
import dev.hark.server.http.Route;
import dev.hark.server.http.Router;
import dev.hark.server.http.Routes;
import dev.hark.server.jobs.JobRoutes;
import dev.hark.server.jobs.Jobs;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelEntry;
import dev.hark.server.models.ModelFolders;
import dev.hark.server.models.ModelPool;
import dev.hark.server.models.ModelRoutes;
import dev.hark.server.models.ModelState;
import dev.hark.server.operations.HealthRoutes;
import dev.hark.server.operations.Metrics;
import dev.hark.server.operations.MetricsRoutes;
import dev.hark.server.operations.OpenApiRoutes;
import dev.hark.server.operations.Readiness;
import dev.hark.server.operations.StudioRoutes;
import dev.hark.server.realtime.RealtimeRoutes;
import dev.hark.server.transcribe.Transcribing;
import dev.hark.server.transcribe.TranscriptionRoutes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenAI-compatible server.
 *
 * <pre>{@code
 * var config = ServerConfig.create().with(Setting.MODEL, "Qwen3-ASR-0.6B");
 * try (var server = HarkServer.start(config, Path::of)) {
 *   server.warmUp();
 * }
 * }</pre>
 *
 * <p>It answers as soon as it is started; {@code /health/ready} says when the models are loaded.
 */
public final class HarkServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HarkServer.class);

  /** A request whose client is gone ends within one step of its model. */
  private static final Duration CUT_OFF = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final ModelPool models;
  private final Admission admission;
  private final Readiness readiness = new Readiness();
  private final TempFolder temp;
  private final Jobs jobs;
  private final Transcribing transcribing;
  private final RealtimeRoutes realtime;
  private final List<Route> routes;
  private final ChatRoutes chat;
  private final Metrics metrics;
  private final WebServer web;

  private HarkServer(ServerConfig config, ModelFolders folders) {
    this.config = config;
    ApiKeys keys =
        config
            .optional(Setting.API_KEYS_FILE)
            .map(Path::of)
            .map(ApiKeys::read)
            .orElse(ApiKeys.none());
    BindRules.check(config.text(Setting.HOST), keys);
    this.models = ModelPool.create(config, folders);
    this.admission = Admission.create(config);
    this.temp = TempFolder.create(config);
    this.jobs = Jobs.open(config, models);
    this.metrics = new Metrics(admission, models);
    this.transcribing = new Transcribing(models, config);
    this.chat = new ChatRoutes(admission, models, transcribing, config, temp.path());
    this.realtime = new RealtimeRoutes(models, config);
    this.routes = groups().stream().flatMap(group -> group.routes().stream()).toList();
    Gate gate = new Gate(BindRules.origins(config), keys);
    this.web = WebServer.create(config, new Router(gate, routes), new AccessLog(metrics));
  }

  /** The groups of routes. A new group is a line here; the studio comes last, it takes the rest. */
  private List<Routes> groups() {
    return List.of(
        new TranscriptionRoutes(admission, transcribing, config, temp.path()),
        realtime,
        new JobRoutes(jobs, admission, models, config),
        chat,
        new ModelRoutes(models),
        new HealthRoutes(readiness, admission),
        new MetricsRoutes(metrics),
        new OpenApiRoutes(this::routes),
        new StudioRoutes());
  }

  /**
   * Starts a server.
   *
   * @param folders finds the folders of the models that the configuration names
   * @throws IllegalArgumentException if the configuration cannot be served
   */
  public static HarkServer start(ServerConfig config, ModelFolders folders) {
    HarkServer server = new HarkServer(config, folders);
    try {
      server.web.start();
      server.jobs.start(config.number(Setting.JOBS_AT_ONCE));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    LOG.atInfo().addKeyValue("url", server.uri()).log("listening");
    return server;
  }

  /** Where the server listens. */
  public URI uri() {
    String host = config.text(Setting.HOST);
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, web.port()));
  }

  /** Loads the models and runs the recognisers once; from then on the server is ready. */
  public void warmUp() {
    if (config.enabled(Setting.PRELOAD)) {
      for (ModelState model : models.models()) {
        models.load(model.entry().id());
        if (model.entry().kind() == ModelEntry.Kind.TRANSCRIPTION) {
          transcribing.warmUp(model.entry().id());
        }
      }
    }
    readiness.warm();
  }

  /** Who is in, for tests. */
  Admission admission() {
    return admission;
  }

  /** Every route, for the documentation and for tests that must forget none. */
  List<Route> routes() {
    return routes;
  }

  /** How many realtime sessions are open. */
  int realtimeSessions() {
    return realtime.sessions().count();
  }

  /**
   * Lets no request in any more and waits for those that are in.
   *
   * @return whether all were finished within the drain time
   */
  public boolean drain() throws InterruptedException {
    admission.drain();
    jobs.pause();
    realtime.sessions().drain();
    return admission.awaitEmpty(config.duration(Setting.DRAIN));
  }

  /**
   * Stops: requests that are still open are cut off. Models that are in use even so are left to the
   * end of the process.
   */
  @Override
  public void close() {
    admission.drain();
    jobs.pause();
    realtime.sessions().close();
    web.close();
    try {
      if (!admission.awaitEmpty(CUT_OFF)) {
        LOG.warn("some requests did not end when they were cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    chat.close();
    jobs.close();
    models.close();
    temp.close();
  }
}
