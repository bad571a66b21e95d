package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;

/**
 * Requests to a hub. Redirects are followed by hand, so that the token goes to the hub's own
 * address only and a secure address never leads to an insecure one.
 */
final class HubHttp implements AutoCloseable {
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_REDIRECTS = 10;
  private static final int MAX_JSON_BYTES = 64 << 20;

  private final HubSettings settings;
  private final HttpClient client;

  HubHttp(HubSettings settings) {
    if (settings.offline()) {
      throw new IllegalStateException("network: asked for while offline");
    }
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .proxy(settings.proxy().selector())
            .build();
  }

  /**
   * Sends one GET and follows its redirects. The caller closes the body.
   *
   * @return an answer of status 200, 206 or 416
   * @throws IOException if the network failed or the answer may be better next time
   * @throws HubException if the hub refuses
   */
  HttpResponse<InputStream> get(URI uri, Map<String, String> headers, String what)
      throws IOException, InterruptedException {
    return exchange("GET", uri, headers, what, true);
  }

  /** The head of {@code uri}; of redirects only those to the same host are followed. */
  HttpResponse<InputStream> head(URI uri, String what) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = exchange("HEAD", uri, Map.of(), what, false);
    response.body().close();
    return response;
  }

  /** The text at {@code uri}, read whole. */
  String text(URI uri, String what) throws IOException, InterruptedException {
    try (InputStream body = get(uri, Map.of("Accept", "application/json"), what).body()) {
      byte[] bytes = body.readNBytes(MAX_JSON_BYTES);
      if (bytes.length == MAX_JSON_BYTES) {
        throw new HubException(
            Reason.CORRUPT, what + ": the hub's answer exceeds " + MAX_JSON_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<InputStream> exchange(
      String method, URI uri, Map<String, String> headers, String what, boolean anyHost)
      throws IOException, InterruptedException {
    URI at = uri;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response =
          client.send(request(method, at, headers), BodyHandlers.ofInputStream());
      int status = response.statusCode();
      if (status == 200 || status == 206 || status == 416) {
        return response;
      }
      if (!isRedirect(status)) {
        response.body().close();
        throw refusal(response, what);
      }
      URI next = target(at, response, what);
      if (!anyHost && !sameOrigin(at, next)) {
        return response;
      }
      response.body().close();
      at = next;
    }
    throw new HubException(
        Reason.UNREACHABLE, what + ": more than " + MAX_REDIRECTS + " redirects from " + uri);
  }

  private HttpRequest request(String method, URI uri, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(ANSWER_TIMEOUT)
            .header("User-Agent", "hark")
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (!settings.token().isEmpty() && sameOrigin(uri, settings.endpoint())) {
      request.header("Authorization", "Bearer " + settings.token());
      if (settings.source() == HubSource.MODELSCOPE) {
        request.header("Cookie", "m_session_id=" + settings.token());
      }
    }
    return request.build();
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(URI from, HttpResponse<?> response, String what) {
    String location = response.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(
          Reason.UNREACHABLE, what + ": redirected to \"" + location + "\", no address", e);
    }
    String scheme = String.valueOf(target.getScheme());
    boolean secure = scheme.equals("https");
    if (location.isEmpty()
        || target.getHost() == null
        || (!secure && !(scheme.equals("http") && from.getScheme().equals("http")))) {
      throw new HubException(
          Reason.UNREACHABLE,
          what + ": redirected from " + from + " to \"" + location + "\"; refused");
    }
    return target;
  }

  private static boolean sameOrigin(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equals("https") ? 443 : 80;
  }

  private HubException refusal(HttpResponse<?> response, String what) throws TransientFailure {
    int status = response.statusCode();
    String code = response.headers().firstValue("X-Error-Code").orElse("");
    String host = settings.endpoint().getHost();
    if (status == 401 && !code.equals("GatedRepo")) {
      return new HubException(
          Reason.UNAUTHORIZED,
          "%s: %s answers 401; the model does not exist or is private: check the name or set HF_TOKEN"
              .formatted(what, host));
    }
    if (status == 401 || status == 403) {
      return new HubException(
          Reason.FORBIDDEN,
          "%s: %s answers %d; accept the model's terms there and set HF_TOKEN to a token that may read it"
              .formatted(what, host, status));
    }
    if (status == 404 || status == 410) {
      String thing =
          switch (code) {
            case "RevisionNotFound" -> "no such revision";
            case "EntryNotFound" -> "no such file";
            default -> "no such model, revision or file";
          };
      return new HubException(
          Reason.NOT_FOUND, "%s: %s has %s; check the name".formatted(what, host, thing));
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      throw new TransientFailure(status, retryAfter(response), host + " answers " + status);
    }
    return new HubException(
        Reason.UNREACHABLE,
        "%s: %s answers %d, which is unexpected; check HF_ENDPOINT".formatted(what, host, status));
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String value = response.headers().firstValue("Retry-After").orElse("").strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(ZonedDateTime.now(date.getZone()), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
