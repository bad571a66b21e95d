package dev.hark.server;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Events by type. */
final class Events {
  private Events() {}

  static List<JsonNode> of(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.get("type").stringValue().equals(type)).toList();
  }
}
