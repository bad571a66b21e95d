package dev.hark.server.operations;

import dev.hark.server.http.Access;
import dev.hark.server.http.Json;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import java.util.List;
import java.util.function.Supplier;

/** The documentation of the routes, for programs and for people. */
public final class OpenApiRoutes implements Routes {
  private final Supplier<List<Route>> all;

  /** Documents all routes, these included. */
  public OpenApiRoutes(Supplier<List<Route>> all) {
    this.all = all;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Http(
            Verb.GET,
            "/openapi.json",
            Access.PUBLIC,
            Operation.of("This document"),
            context -> Json.write(context, OpenApiDocument.of(all.get()))),
        new Route.Http(
            Verb.GET,
            "/docs",
            Access.PUBLIC,
            Operation.of("The routes as a page"),
            context -> context.html(page(all.get()))));
  }

  private static String page(List<Route> routes) {
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Hark: routes</title>
        <h1>Routes</h1>
        <p><a href="/openapi.json">The same as an OpenAPI document</a></p>
        """);
    for (Route route : routes) {
      String verb = route instanceof Route.Http http ? http.verb().name() : "WebSocket";
      html.append(
          "<h2><code>%s %s</code></h2>\n<p>%s.%s</p>\n"
              .formatted(
                  verb,
                  escape(route.path()),
                  escape(route.about().summary()),
                  route.access() == Access.KEY ? "" : " No key needed."));
      if (!route.about().parameters().isEmpty()) {
        html.append("<table>\n");
        route.about().parameters().forEach(parameter -> html.append(row(parameter)));
        html.append("</table>\n");
      }
    }
    return html.append("</html>\n").toString();
  }

  private static String row(Parameter parameter) {
    return "<tr><td><code>%s</code>%s</td><td>%s</td></tr>\n"
        .formatted(
            escape(parameter.name()),
            parameter.required() ? " (required)" : "",
            escape(parameter.meaning()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
