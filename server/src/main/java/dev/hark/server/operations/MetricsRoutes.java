package dev.hark.server.operations;

import dev.hark.server.http.Operation;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import java.util.List;

/** {@code GET /metrics}. */
public final class MetricsRoutes implements Routes {
  private final Metrics metrics;

  /** A route that shows these metrics. */
  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.GET,
            "/metrics",
            Operation.of("Metrics in the text format of Prometheus"),
            context ->
                context
                    .contentType("text/plain; version=0.0.4; charset=utf-8")
                    .result(metrics.text())));
  }
}
