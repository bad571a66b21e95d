package dev.hark.server.jobs;

import dev.hark.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A row of the table of jobs. */
final class JobRow {
  private JobRow() {}

  static Job read(ResultSet row) throws SQLException {
    return new Job(
        row.getString("id"),
        row.getString("owner"),
        JobStatus.of(row.getString("status")),
        row.getString("file_name"),
        row.getString("model"),
        fields(row.getString("fields")),
        Instant.ofEpochMilli(row.getLong("created")),
        number(row, "started").map(Instant::ofEpochMilli),
        number(row, "finished").map(Instant::ofEpochMilli),
        number(row, "audio").map(Duration::ofNanos),
        Duration.ofNanos(row.getLong("done")),
        Duration.ofNanos(row.getLong("worked")),
        Optional.ofNullable(row.getString("error_code"))
            .map(code -> new JobFailure(code, message(row))));
  }

  private static String message(ResultSet row) {
    try {
      return row.getString("error_message");
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** Form fields as text. */
  static String fields(Map<String, List<String>> fields) {
    ObjectNode root = Json.object();
    fields.forEach((name, values) -> {
      ArrayNode list = root.putArray(name);
      values.forEach(list::add);
    });
    return Json.text(root);
  }

  private static Map<String, List<String>> fields(String json) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field :
        Json.parse(json.getBytes(StandardCharsets.UTF_8)).properties()) {
      List<String> values = new ArrayList<>();
      field.getValue().forEach(value -> values.add(value.stringValue()));
      fields.put(field.getKey(), values);
    }
    return fields;
  }
}
