package dev.hark.server.models;

import dev.hark.server.http.Json;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What models there are; loading and unloading them. */
public final class ModelRoutes implements Routes {
  private static final Parameter ID = Parameter.path("id", "Id of a model, or an alias");

  private final ModelPool pool;
  private final long createdSeconds = Instant.now().getEpochSecond();

  /** Routes about these models. */
  public ModelRoutes(ModelPool pool) {
    this.pool = pool;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(Verb.GET, "/v1/models", Operation.of("Lists the models"), this::list),
        Route.of(
            Verb.GET,
            "/v1/models/{id}",
            Operation.of("Tells about a model", ID),
            context -> Json.write(context, json(pool.model(context.pathParam("id"))))),
        Route.of(
            Verb.POST,
            "/v1/models/{id}/load",
            Operation.of("Loads a model that will be needed", ID),
            context -> Json.write(context, json(pool.load(context.pathParam("id"))))),
        Route.of(
            Verb.POST,
            "/v1/models/{id}/unload",
            Operation.of("Unloads a model until it is needed; 409 while it is in use", ID),
            context -> Json.write(context, json(pool.unload(context.pathParam("id"))))));
  }

  private void list(Context context) {
    ObjectNode root = Json.object().put("object", "list");
    ArrayNode data = root.putArray("data");
    pool.models().forEach(model -> data.add(json(model)));
    Json.write(context, root);
  }

  private ObjectNode json(ModelState model) {
    return Json.object()
        .put("id", model.entry().id())
        .put("object", "model")
        .put("created", createdSeconds)
        .put("owned_by", "hark")
        .put("kind", model.entry().kind().name().toLowerCase(Locale.ROOT))
        .put("loaded", model.loaded());
  }
}
