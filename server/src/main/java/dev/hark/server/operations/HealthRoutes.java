package dev.hark.server.operations;

import dev.hark.server.http.Access;
import dev.hark.server.http.Json;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import dev.hark.server.load.Admission;
import io.javalin.http.Context;
import java.util.List;

/** Whether the process lives, and whether it wants requests. */
public final class HealthRoutes implements Routes {
  private final Readiness readiness;
  private final Admission admission;

  /** Routes that tell what these say. */
  public HealthRoutes(Readiness readiness, Admission admission) {
    this.readiness = readiness;
    this.admission = admission;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Http(
            Verb.GET,
            "/health/live",
            Access.PUBLIC,
            Operation.of("200 while the process lives"),
            context -> answer(context, 200, "live")),
        new Route.Http(
            Verb.GET,
            "/health/ready",
            Access.PUBLIC,
            Operation.of("200 while requests are welcome, 503 while warming up or draining"),
            this::ready));
  }

  private void ready(Context context) {
    if (admission.draining()) {
      answer(context, 503, "draining");
    } else if (!readiness.isWarm()) {
      answer(context, 503, "warming");
    } else {
      answer(context, 200, "ready");
    }
  }

  private static void answer(Context context, int status, String word) {
    Json.write(context.status(status), Json.object().put("status", word));
  }
}
