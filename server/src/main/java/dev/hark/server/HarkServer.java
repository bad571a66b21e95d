package dev.hark.server;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import dev.hark.server.http.Gate;
import dev.hark.server.http.Route;
import dev.hark.server.http.Router;
import dev.hark.server.http.Routes;
import dev.hark.server.jobs.JobRoutes;
import dev.hark.server.jobs.Jobs;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelFolders;
import dev.hark.server.models.ModelPool;
import dev.hark.server.operations.HealthRoutes;
import dev.hark.server.operations.Readiness;
import dev.hark.server.operations.StudioRoutes;
import dev.hark.server.transcribe.Transcribing;
import dev.hark.server.transcribe.TranscriptionRoutes;
import dev.hark.server.transcribe.UploadLimits;
import io.javalin.Javalin;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenAI-compatible server.
 *
 * <pre>{@code
 * var config = ServerConfig.create().with(Setting.MODEL, "Qwen3-ASR-0.6B");
 * try (var server = HarkServer.start(config, Path::of)) {
 *   server.awaitWarm();
 * }
 * }</pre>
 *
 * <p>It answers as soon as it is started; {@code /health/ready} says when the models are loaded.
 */
public final class HarkServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HarkServer.class);

  private final ServerConfig config;
  private final ModelPool models;
  private final Admission admission;
  private final Readiness readiness = new Readiness();
  private final TempFolder temp;
  private final Jobs jobs;
  private final List<Route> routes;
  private final Javalin web;

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
    this.routes = groups().stream().flatMap(group -> group.routes().stream()).toList();
    Gate gate = new Gate(BindRules.origins(config), keys);
    this.web = WebServer.create(config, new Router(gate, routes));
  }

  /** The groups of routes. A new group is a line here; the studio comes last, it takes the rest. */
  private List<Routes> groups() {
    Transcribing transcribing = new Transcribing(models, config);
    UploadLimits uploads = new UploadLimits(config.bytes(Setting.MAX_UPLOAD), temp.path());
    return List.of(
        new TranscriptionRoutes(admission, transcribing, uploads),
        new JobRoutes(jobs, admission, models, config),
        new HealthRoutes(readiness, admission),
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
    server.web.start(config.text(Setting.HOST), config.number(Setting.PORT));
    server.jobs.start(config.number(Setting.JOBS_AT_ONCE));
    LOG.atInfo().addKeyValue("url", server.uri()).log("listening");
    return server;
  }

  /** Where the server listens. */
  public URI uri() {
    return URI.create("http://%s:%d".formatted(config.text(Setting.HOST), web.port()));
  }

  /** Loads the models that are to be loaded at the start; from then on the server is ready. */
  public void warmUp() {
    if (config.enabled(Setting.PRELOAD)) {
      models.models().forEach(model -> models.load(model.entry().id()));
    }
    readiness.warm();
  }

  /** Every route, for the documentation and for tests that must forget none. */
  List<Route> routes() {
    return routes;
  }

  /**
   * Lets no request in any more and waits for those that are in.
   *
   * @return whether all were finished within the drain time
   */
  public boolean drain() throws InterruptedException {
    admission.drain();
    jobs.pause();
    return admission.awaitEmpty(config.duration(Setting.DRAIN));
  }

  /** Stops at once. */
  @Override
  public void close() {
    admission.drain();
    jobs.pause();
    web.stop();
    jobs.close();
    models.close();
    temp.close();
  }
}
