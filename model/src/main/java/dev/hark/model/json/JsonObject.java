package dev.hark.model.json;

import dev.hark.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that knows where it stands, so that a missing or odd value is reported with its
 * file and path. Keys may have several spellings; a null counts as absent.
 *
 * @param where the file
 * @param path path of this object in the file, empty or ending in a dot
 */
public record JsonObject(String where, String path, ObjectNode node) {
  /** Largest value a dimension may have; keeps every product of three dimensions inside a long. */
  private static final int LARGEST_DIMENSION = 1 << 20;

  /** The value of the first spelling that is present. */
  public Optional<JsonNode> find(String... spellings) {
    for (String key : spellings) {
      JsonNode value = node.get(key);
      if (value != null && !value.isNull()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Whether one of the spellings has a value. */
  public boolean has(String... spellings) {
    return find(spellings).isPresent();
  }

  /** An object that may be absent. */
  public Optional<JsonObject> object(String key) {
    return find(key)
        .map(value -> {
          if (value instanceof ObjectNode object) {
            return new JsonObject(where, path + key + ".", object);
          }
          throw odd(value, "an object", key);
        });
  }

  /** An object that must be there. */
  public JsonObject requiredObject(String key) {
    return object(key).orElseThrow(() -> missing("an object", key));
  }

  /** The objects of a list; empty when absent. */
  public List<JsonObject> objects(String key) {
    Optional<JsonNode> value = find(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      throw odd(value.get(), "a list of objects", key);
    }
    List<JsonObject> result = new ArrayList<>();
    for (JsonNode element : value.get()) {
      if (!(element instanceof ObjectNode object)) {
        throw odd(element, "an object", key);
      }
      result.add(new JsonObject(where, path + key + ".", object));
    }
    return List.copyOf(result);
  }

  /** A size that must be there: a whole number from 1 to 1,048,576. */
  public int dimension(String... spellings) {
    return dimension(LARGEST_DIMENSION, spellings);
  }

  /** A size that must be there: a whole number from 1 to a limit. */
  public int dimension(int largest, String... spellings) {
    int value = integer(spellings).orElseThrow(() -> missing("a whole number", spellings));
    if (value < 1 || value > largest) {
      throw new ModelException(
          "%s: %s is %d, wanted 1 to %d".formatted(where, name(spellings), value, largest));
    }
    return value;
  }

  /** A whole number that fits 32 bits, or absent. */
  public OptionalInt integer(String... spellings) {
    Optional<JsonNode> value = find(spellings);
    return value.isPresent()
        ? OptionalInt.of(integer(value.get(), spellings))
        : OptionalInt.empty();
  }

  /** A token id, or a default when absent. */
  public int tokenId(String key, int absent) {
    int id = integer(key).orElse(absent);
    if (id < 0) {
      throw new ModelException("%s: %s is %d, wanted a token id".formatted(where, name(key), id));
    }
    return id;
  }

  /** Whole numbers given as one number or as a list, in order; empty when absent. */
  public List<Integer> integers(String key) {
    Optional<JsonNode> value = find(key);
    if (value.isEmpty()) {
      return List.of();
    }
    List<Integer> result = new ArrayList<>();
    if (value.get().isArray()) {
      for (JsonNode element : value.get()) {
        result.add(integer(element, key));
      }
    } else {
      result.add(integer(value.get(), key));
    }
    return List.copyOf(result);
  }

  /** A finite number, or absent. */
  public Optional<Double> number(String key) {
    return find(key)
        .map(value -> {
          if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw odd(value, "a number", key);
          }
          return value.doubleValue();
        });
  }

  /** A finite number above zero that must be there. */
  public double positive(String key) {
    double value = number(key).orElseThrow(() -> missing("a number", key));
    if (value <= 0) {
      throw new ModelException(
          "%s: %s is %s, wanted more than 0".formatted(where, name(key), value));
    }
    return value;
  }

  /** A string, or absent. */
  public Optional<String> text(String key) {
    return find(key)
        .map(value -> {
          if (!value.isString()) {
            throw odd(value, "a string", key);
          }
          return value.stringValue();
        });
  }

  /** Strings of a list; empty when absent. */
  public List<String> texts(String key) {
    Optional<JsonNode> value = find(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      throw odd(value.get(), "a list of strings", key);
    }
    List<String> result = new ArrayList<>();
    for (JsonNode element : value.get()) {
      if (!element.isString()) {
        throw odd(element, "a string", key);
      }
      result.add(element.stringValue());
    }
    return List.copyOf(result);
  }

  /** True or false, or a default when absent. */
  public boolean flag(String key, boolean absent) {
    Optional<JsonNode> value = find(key);
    if (value.isEmpty()) {
      return absent;
    }
    if (!value.get().isBoolean()) {
      throw odd(value.get(), "true or false", key);
    }
    return value.get().booleanValue();
  }

  /** The error of a value that is absent. */
  public ModelException missing(String wanted, String... spellings) {
    return new ModelException(
        "%s has no %s, wanted %s; is the file complete?".formatted(where, name(spellings), wanted));
  }

  /** The error of a value that has the wrong kind. */
  public ModelException odd(JsonNode value, String wanted, String... spellings) {
    String shown = value.toString();
    return new ModelException(
        "%s: %s is %s, wanted %s"
            .formatted(
                where,
                name(spellings),
                shown.length() <= 80 ? shown : shown.substring(0, 80) + "...",
                wanted));
  }

  private int integer(JsonNode value, String... spellings) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw odd(value, "a whole number of at most 32 bits", spellings);
    }
    return value.intValue();
  }

  private String name(String... spellings) {
    return path + String.join(" or ", spellings);
  }
}
