package dev.hark.server.operations;

import dev.hark.server.http.Access;
import dev.hark.server.http.Json;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.ValueType;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document of the routes, made from the tables that requests are checked against. */
final class OpenApiDocument {
  private OpenApiDocument() {}

  static ObjectNode of(List<Route> routes) {
    ObjectNode root = Json.object().put("openapi", "3.1.0");
    root.putObject("info").put("title", "Hark").put("version", "1");
    ObjectNode components = root.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("key")
        .put("type", "http")
        .put("scheme", "bearer");
    components.putObject("schemas").set("Error", errorSchema());
    ObjectNode paths = root.putObject("paths");
    for (Route route : routes) {
      String verb = route instanceof Route.Http http ? http.verb().name() : "GET";
      paths
          .withObjectProperty(route.path().replace('<', '{').replace('>', '}'))
          .set(verb.toLowerCase(Locale.ROOT), operation(route));
    }
    return root;
  }

  private static ObjectNode operation(Route route) {
    Operation about = route.about();
    ObjectNode node = Json.object().put("summary", about.summary());
    ArrayNode security = node.putArray("security");
    if (route.access() == Access.KEY) {
      security.addObject().putArray("key");
    }
    List<Parameter> outside =
        about.parameters().stream().filter(p -> p.place() != Parameter.Place.BODY).toList();
    if (!outside.isEmpty()) {
      ArrayNode parameters = node.putArray("parameters");
      outside.forEach(parameter -> parameters.add(parameter(parameter)));
    }
    if (about.body() != Operation.Body.NONE) {
      String type =
          about.body() == Operation.Body.JSON ? "application/json" : "multipart/form-data";
      node.putObject("requestBody")
          .put("required", true)
          .putObject("content")
          .putObject(type)
          .set("schema", body(about));
    }
    ObjectNode responses = node.putObject("responses");
    String success = route instanceof Route.WebSocket ? "101" : "200";
    responses.putObject(success).put("description", about.summary());
    responses
        .putObject("default")
        .put("description", "What went wrong")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Error");
    return node;
  }

  private static ObjectNode parameter(Parameter parameter) {
    ObjectNode node =
        Json.object()
            .put("name", parameter.name())
            .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
            .put("required", parameter.required())
            .put("description", parameter.meaning());
    node.set("schema", schema(parameter.type()));
    return node;
  }

  private static ObjectNode body(Operation about) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Parameter parameter : about.parameters()) {
      if (parameter.place() == Parameter.Place.BODY) {
        properties.set(
            name(parameter, about),
            schema(parameter.type()).put("description", parameter.meaning()));
        if (parameter.required()) {
          required.add(parameter.name());
        }
      }
    }
    return schema;
  }

  private static String name(Parameter parameter, Operation about) {
    boolean list = parameter.type() instanceof ValueType.Several;
    return list && about.body() == Operation.Body.MULTIPART
        ? parameter.name() + "[]"
        : parameter.name();
  }

  private static ObjectNode schema(ValueType type) {
    ObjectNode node = Json.object();
    switch (type) {
      case ValueType.Text(int max) -> node.put("type", "string").put("maxLength", max);
      case ValueType.Choice(List<String> values) -> {
        ArrayNode choices = node.put("type", "string").putArray("enum");
        values.forEach(choices::add);
      }
      case ValueType.Range(double min, double max) ->
          node.put("type", "number").put("minimum", min).put("maximum", max);
      case ValueType.Whole(long min, long max) ->
          node.put("type", "integer").put("minimum", min).put("maximum", max);
      case ValueType.Switch() -> node.put("type", "boolean");
      case ValueType.File() -> node.put("type", "string").put("format", "binary");
      case ValueType.Several(ValueType element, int max) ->
          node.put("type", "array").put("maxItems", max).set("items", schema(element));
      case ValueType.Structure() -> {}
    }
    return node;
  }

  private static ObjectNode errorSchema() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode error = schema.putObject("properties").putObject("error").put("type", "object");
    ObjectNode properties = error.putObject("properties");
    properties.putObject("message").put("type", "string");
    properties.putObject("type").put("type", "string");
    properties.putObject("param").putArray("type").add("string").add("null");
    properties.putObject("code").putArray("type").add("string").add("null");
    error.putArray("required").add("message").add("type").add("param").add("code");
    schema.putArray("required").add("error");
    return schema;
  }
}
