package dev.hark.server.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The text fields of a form, checked against the parameters of its operation. Fields that are no
 * parameters are tolerated, as clients of newer APIs send them.
 */
public final class Fields {
  private final Map<String, List<String>> values;

  private Fields(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Checks all fields.
   *
   * @throws ApiException 400 that names the first parameter that is wrong or missing
   */
  public static Fields check(List<Parameter> parameters, Map<String, List<String>> values) {
    Fields fields = new Fields(values);
    for (Parameter parameter : parameters) {
      if (!(parameter.type() instanceof ValueType.File)) {
        fields.check(parameter);
      }
    }
    return fields;
  }

  /**
   * Checks the values of a JSON object. Objects in it are for their readers to check.
   *
   * @throws ApiException 400 that names the first parameter that is wrong or missing
   */
  public static Fields check(List<Parameter> parameters, JsonNode object) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      if (value.isArray()) {
        values.put(entry.getKey(), value.valueStream().map(v -> v.asString("")).toList());
      } else if (!value.isNull()) {
        values.put(entry.getKey(), List.of(value.asString("")));
      }
    }
    return check(parameters, values);
  }

  private void check(Parameter parameter) {
    String name = parameter.name();
    List<String> given = all(name);
    if (given.isEmpty()) {
      if (parameter.required()) {
        throw ApiException.missing(name);
      }
      return;
    }
    if (parameter.type() instanceof ValueType.Several(ValueType element, int maxCount)) {
      if (given.size() > maxCount) {
        throw ApiException.invalid(
            name, "%s has %d values, wanted at most %d".formatted(name, given.size(), maxCount));
      }
      boolean parts = !(element instanceof ValueType.Text);
      (parts ? list(name) : given).forEach(value -> check(name + "[]", element, value));
    } else if (given.size() > 1 && !(parameter.type() instanceof ValueType.Structure)) {
      throw ApiException.invalid(name, "%s is there %d times".formatted(name, given.size()));
    } else {
      check(name, parameter.type(), given.getFirst());
    }
  }

  private static void check(String name, ValueType type, String value) {
    String shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
    switch (type) {
      case ValueType.Text(int max) -> {
        if (value.length() > max) {
          throw wrong(name, value.length() + " characters", "at most " + max);
        }
      }
      case ValueType.Choice(List<String> choices) -> {
        if (!choices.contains(value)) {
          throw wrong(name, shown, "one of " + String.join(", ", choices));
        }
      }
      case ValueType.Range(double min, double max) -> {
        double number = number(value);
        if (!(number >= min && number <= max)) {
          throw wrong(name, shown, "a number from %s to %s".formatted(min, max));
        }
      }
      case ValueType.Whole(long min, long max) -> {
        double number = number(value);
        if (!(number >= min && number <= max && number == Math.rint(number))) {
          throw wrong(name, shown, "a whole number from %d to %d".formatted(min, max));
        }
      }
      case ValueType.Switch() -> {
        if (!List.of("true", "false", "1", "0", "null", "").contains(value)) {
          throw wrong(name, shown, "true or false");
        }
      }
      case ValueType.File(), ValueType.Several(_, _), ValueType.Structure() -> {}
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static ApiException wrong(String name, String got, String wanted) {
    return ApiException.invalid(name, "%s is \"%s\", wanted %s".formatted(name, got, wanted));
  }

  /** All values of a field that are not blank; lists may be sent with commas too. */
  public List<String> list(String name) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The value of a field that is not empty. */
  public Optional<String> text(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** The value of a number. */
  public Optional<Double> decimal(String name) {
    return text(name).map(Double::valueOf);
  }

  /** Whether a switch is on. */
  public boolean on(String name) {
    return text(name).filter(value -> value.equals("true") || value.equals("1")).isPresent();
  }

  private List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
