package dev.hark.server.operations;

import dev.hark.server.http.RequestListener;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelPool;
import dev.hark.server.models.ModelState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/**
 * What is counted, in the text format of Prometheus. Labels are routes, never what clients send.
 */
public final class Metrics implements RequestListener {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Metrics of a server. */
  public Metrics(Admission admission, ModelPool models) {
    Gauge.builder("hark.requests.open", admission, Admission::inside)
        .description("Requests that are let in, those that wait included")
        .register(registry);
    Gauge.builder("hark.requests.working", admission, Admission::working)
        .description("Requests that are worked on")
        .register(registry);
    for (ModelState model : models.models()) {
      String id = model.entry().id();
      Gauge.builder("hark.model.loaded", models, pool -> pool.model(id).loaded() ? 1 : 0)
          .tag("model", id)
          .description("Whether a model is loaded")
          .register(registry);
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  @Override
  public void answered(String method, String route, int status, Duration time) {
    Timer.builder("hark.requests")
        .description("Requests by route and status, and how long they took")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram(false)
        .register(registry)
        .record(time);
  }

  String text() {
    return registry.scrape();
  }
}
