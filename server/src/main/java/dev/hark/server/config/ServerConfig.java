package dev.hark.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A value for every {@link Setting}, each checked. Immutable; start from {@link #create}. */
public final class ServerConfig {
  private final Map<Setting, String> values;

  private ServerConfig(Map<Setting, String> values) {
    this.values = values;
  }

  /** All settings as they are if nothing is configured. */
  public static ServerConfig create() {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      values.put(setting, setting.standard());
    }
    return new ServerConfig(values);
  }

  /**
   * The same with another value.
   *
   * @throws IllegalArgumentException if the value is not of the setting's kind
   */
  public ServerConfig with(Setting setting, String value) {
    return with(setting, value, setting.key());
  }

  /** The same with a value that came from {@code place}, which errors name. */
  ServerConfig with(Setting setting, String value, String place) {
    String stripped = value.strip();
    check(setting, stripped, place);
    Map<Setting, String> changed = new EnumMap<>(values);
    changed.put(setting, stripped);
    return new ServerConfig(changed);
  }

  private static void check(Setting setting, String value, String place) {
    try {
      switch (setting.kind()) {
        case TEXT -> {}
        case NUMBER -> Values.number(value);
        case SWITCH -> Values.onOff(value);
        case DURATION -> Values.duration(value);
        case BYTES -> Values.bytes(value);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(place, e.getMessage()), e);
    }
  }

  /** The value as it was written; empty if there is none. */
  public String text(Setting setting) {
    return values.getOrDefault(setting, "");
  }

  /** The value, if it is not empty. */
  public Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(value -> !value.isEmpty());
  }

  /** The parts of a value between commas. */
  public List<String> list(Setting setting) {
    return Arrays.stream(text(setting).split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  public int number(Setting setting) {
    return Values.number(text(setting));
  }

  /** The value, if it is more than 0. */
  public OptionalInt positive(Setting setting) {
    int number = number(setting);
    return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
  }

  public boolean enabled(Setting setting) {
    return Values.onOff(text(setting));
  }

  public Duration duration(Setting setting) {
    return Values.duration(text(setting));
  }

  public long bytes(Setting setting) {
    return Values.bytes(text(setting));
  }
}
