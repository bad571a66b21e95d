package dev.hark.model;

import dev.hark.model.json.JsonFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The table of contents of a safetensors file, checked as strictly as the official library does:
 * the tensors must cover the data section without hole, overlap or rest. Source: the safetensors
 * format description.
 *
 * @param entries the tensors in the order of their data
 */
record SafetensorsHeader(List<Entry> entries) {
  /** Largest header of the format, in bytes. */
  static final int LARGEST_HEADER = 100_000_000;

  private static final int LARGEST_RANK = 32;

  /**
   * One tensor: its bytes are {@code [begin, end)} of the data section.
   *
   * @param shape not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(String name, DataType type, long[] shape, long begin, long end) {}

  /**
   * Parses and checks a header.
   *
   * @param where the file's name for messages
   * @param header the JSON bytes
   * @param dataBytes bytes of the file behind the header
   */
  static SafetensorsHeader parse(String where, byte[] header, long dataBytes) {
    String text = JsonFile.text("the header of " + where, header);
    List<Entry> entries = new ArrayList<>();
    try (JsonParser parser = JsonFile.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelException(
            "the header of %s is not a JSON object; is it a safetensors file?".formatted(where));
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("__metadata__")) {
          skipMetadata(where, parser);
        } else {
          entries.add(entry(where, name, parser));
        }
      }
      if (parser.nextToken() != null) {
        throw new ModelException(
            "the header of %s goes on after its JSON object; download the file again"
                .formatted(where));
      }
    } catch (JacksonException e) {
      throw JsonFile.broken("the header of " + where, e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkCover(where, entries, dataBytes);
    return new SafetensorsHeader(List.copyOf(entries));
  }

  private static void skipMetadata(String where, JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new ModelException("__metadata__ of %s is not a JSON object".formatted(where));
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new ModelException(
            "__metadata__ of %s has a value that is not a string".formatted(where));
      }
    }
  }

  private static Entry entry(String where, String name, JsonParser parser) {
    String tensor = "%s: tensor %s".formatted(where, quoted(name));
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new ModelException(tensor + " is not described by a JSON object");
    }
    DataType type = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "dtype" -> type = type(tensor, parser);
        case "shape" -> shape = wholeNumbers(tensor + " has a shape", parser, LARGEST_RANK);
        case "data_offsets" -> offsets = wholeNumbers(tensor + " has data_offsets", parser, 2);
        default -> parser.skipChildren();
      }
    }
    return checked(
        tensor,
        name,
        present(tensor, "dtype", type),
        present(tensor, "shape", shape),
        present(tensor, "data_offsets", offsets));
  }

  private static <T> T present(String tensor, String field, @Nullable T value) {
    if (value == null) {
      throw new ModelException("%s has no %s; download the file again".formatted(tensor, field));
    }
    return value;
  }

  private static Entry checked(
      String tensor, String name, DataType type, long[] shape, long[] offsets) {
    if (offsets.length != 2) {
      throw new ModelException(
          "%s has %d data_offsets, wanted 2".formatted(tensor, offsets.length));
    }
    if (offsets[0] > offsets[1]) {
      throw new ModelException(
          "%s begins at byte %d and ends before it at byte %d; download the file again"
              .formatted(tensor, offsets[0], offsets[1]));
    }
    long bytes = bytes(tensor, type, shape);
    if (bytes != offsets[1] - offsets[0]) {
      throw new ModelException(
          "%s of shape %s and type %s needs %d bytes, but its data_offsets span %d"
              .formatted(tensor, Arrays.toString(shape), type, bytes, offsets[1] - offsets[0]));
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static long bytes(String tensor, DataType type, long[] shape) {
    try {
      long elements = 1;
      for (long size : shape) {
        elements = Math.multiplyExact(elements, size);
      }
      long bits = Math.multiplyExact(elements, type.bits());
      if (bits % 8 != 0) {
        throw new ModelException(
            "%s of shape %s and type %s does not fill whole bytes"
                .formatted(tensor, Arrays.toString(shape), type));
      }
      return bits / 8;
    } catch (ArithmeticException e) {
      throw new ModelException(
          "%s has shape %s, more elements than a file can hold"
              .formatted(tensor, Arrays.toString(shape)),
          e);
    }
  }

  private static DataType type(String tensor, JsonParser parser) {
    String name =
        parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "not a string";
    Optional<DataType> type = DataType.of(name);
    return type.orElseThrow(() ->
        new ModelException(
            "%s has dtype %s, which the format does not know".formatted(tensor, quoted(name))));
  }

  private static long[] wholeNumbers(String what, JsonParser parser, int most) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ModelException(what + " that is not a list");
    }
    long[] numbers = new long[most];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == most) {
        throw new ModelException("%s of more than %d numbers".formatted(what, most));
      }
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw new ModelException(
            "%s with %s, wanted whole numbers from 0 to 2^63-1"
                .formatted(what, shortened(parser.getString())));
      }
      numbers[count++] = parser.getLongValue();
    }
    return Arrays.copyOf(numbers, count);
  }

  private static void checkCover(String where, List<Entry> entries, long dataBytes) {
    long at = 0;
    String before = "the start of the data";
    for (Entry entry : entries) {
      String tensor = quoted(entry.name());
      if (entry.begin() < at) {
        throw new ModelException(
            "%s: tensor %s begins at byte %d, inside %s, which ends at byte %d"
                .formatted(where, tensor, entry.begin(), before, at));
      }
      if (entry.begin() > at) {
        throw new ModelException(
            "%s: bytes %d to %d between %s and tensor %s belong to no tensor"
                .formatted(where, at, entry.begin(), before, tensor));
      }
      if (entry.end() > dataBytes) {
        throw new ModelException(
            "%s: tensor %s ends at byte %d, but only %d bytes follow the header; the file is"
                    .formatted(where, tensor, entry.end(), dataBytes)
                + " truncated, download it again");
      }
      at = entry.end();
      before = "tensor " + tensor;
    }
    if (at != dataBytes) {
      throw new ModelException(
          "%s: %d bytes follow the last tensor and belong to none; the file is damaged, download"
                  .formatted(where, dataBytes - at)
              + " it again");
    }
  }

  private static String quoted(String name) {
    return '"' + shortened(name) + '"';
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }
}
