package dev.hark.server.operations;

import dev.hark.server.http.Access;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pages of the web studio: resources of this module below {@code studio/}, by names that can
 * lead nowhere else.
 */
public final class StudioRoutes implements Routes {
  private static final String FOLDER = "/dev/hark/server/studio/";
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9_-]+/){0,4}[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+){1,3}");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("wav", "audio/wav"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Http(
            Verb.GET,
            "/",
            Access.PUBLIC,
            Operation.of("The web studio"),
            context -> file(context, "index.html")),
        new Route.Http(
            Verb.GET,
            "/<file>",
            Access.PUBLIC,
            Operation.of("A file of the web studio", Parameter.path("file", "Its name")),
            context -> file(context, context.pathParam("file"))));
  }

  private static void file(Context context, String name) throws IOException {
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    Optional<byte[]> bytes =
        NAME.matcher(name).matches() && !type.isEmpty() ? read(name) : Optional.empty();
    context.contentType(type).header("Cache-Control", "no-cache");
    context.result(
        bytes.orElseThrow(() -> ApiException.of(404, "not_found", "there is no such page")));
  }

  private static Optional<byte[]> read(String name) throws IOException {
    try (InputStream stream = StudioRoutes.class.getResourceAsStream(FOLDER + name)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    }
  }
}
