package dev.hark.server.http;

import java.time.Duration;

/** Hears of every request that was answered. */
@FunctionalInterface
public interface RequestListener {
  /**
   * A request was answered.
   *
   * @param route path of the route, or {@code none}; one of few values
   */
  void answered(String method, String route, int status, Duration time);
}
