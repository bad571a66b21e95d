package dev.hark.server.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with an error, in the envelope of the OpenAI API. The message is one
 * line for the caller: what, got, wanted.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String INVALID = "invalid_request_error";

  private final int status;
  private final String type;
  private final @Nullable String parameter;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  private ApiException(
      int status,
      String type,
      Optional<String> parameter,
      Optional<String> code,
      Optional<Duration> retryAfter,
      String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.parameter = parameter.orElse(null);
    this.code = code.orElse(null);
    this.retryAfter = retryAfter.orElse(null);
  }

  /** 400: a parameter has a wrong value. */
  public static ApiException invalid(String parameter, String message) {
    return new ApiException(
        400,
        INVALID,
        Optional.of(parameter),
        Optional.of("invalid_value"),
        Optional.empty(),
        message);
  }

  /** 400: a parameter is missing. */
  public static ApiException missing(String parameter) {
    return new ApiException(
        400,
        INVALID,
        Optional.of(parameter),
        Optional.of("missing_required_parameter"),
        Optional.empty(),
        "you must provide the parameter " + parameter);
  }

  /** An error of a request, with a code that programs act on. */
  public static ApiException of(int status, String code, String message) {
    String type = status >= 500 ? "server_error" : INVALID;
    return new ApiException(
        status, type, Optional.empty(), Optional.of(code), Optional.empty(), message);
  }

  /** 429 or 503: too much at once; the caller may come again after a while. */
  public static ApiException overloaded(
      int status, String code, Duration retryAfter, String message) {
    String type = status == 429 ? "rate_limit_error" : "server_error";
    return new ApiException(
        status, type, Optional.empty(), Optional.of(code), Optional.of(retryAfter), message);
  }

  /** The same, about a parameter. */
  public ApiException about(String name) {
    return new ApiException(status, type, Optional.of(name), code(), retryAfter(), message());
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The class of the error, such as {@code invalid_request_error}. */
  public String type() {
    return type;
  }

  /** The parameter that is to blame. */
  public Optional<String> parameter() {
    return Optional.ofNullable(parameter);
  }

  /** What went wrong, for programs. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** When to come again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The message, which is never null here. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
