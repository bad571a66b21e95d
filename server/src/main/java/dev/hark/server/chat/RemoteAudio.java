package dev.hark.server.chat;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.util.Promise;
import org.slf4j.LoggerFactory;

/**
 * Fetches recordings from addresses in requests, which may be anybody's. Only public addresses are
 * connected to: a name is resolved once, all its addresses are judged, and the connection goes to
 * those, so that a name cannot change between judgement and use. Redirects are refused; size and
 * time are bounded.
 */
final class RemoteAudio implements AutoCloseable {
  private final HttpClient client;
  private final Predicate<InetAddress> allowed;
  private final long maxBytes;
  private final Duration longest;

  private RemoteAudio(
      Predicate<InetAddress> allowed, long maxBytes, Duration longest, HttpClient client) {
    this.allowed = allowed;
    this.maxBytes = maxBytes;
    this.longest = longest;
    this.client = client;
  }

  /** A fetcher that connects to addresses that are {@code allowed}. */
  static RemoteAudio start(ServerConfig config, Predicate<InetAddress> allowed) {
    HttpClient client = new HttpClient();
    RemoteAudio remote =
        new RemoteAudio(
            allowed,
            config.bytes(Setting.MAX_DOWNLOAD),
            config.duration(Setting.DOWNLOAD_TIMEOUT),
            client);
    client.setFollowRedirects(false);
    client.setConnectTimeout(remote.longest.toMillis());
    client.setSocketAddressResolver(remote::resolve);
    client.setUserAgentField(null);
    try {
      client.start();
      client.getContentDecoderFactories().clear();
      return remote;
    } catch (Exception e) {
      throw new IllegalStateException("the client of audio-urls does not start", e);
    }
  }

  private void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    try {
      promise.succeeded(
          Arrays.stream(judged(host))
              .map(address -> new InetSocketAddress(address, port))
              .toList());
    } catch (IOException e) {
      promise.failed(e);
    }
  }

  private InetAddress[] judged(String host) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (InetAddress address : addresses) {
      if (!allowed.test(address)) {
        throw new UnknownHostException("not public");
      }
    }
    return addresses;
  }

  /**
   * The bytes at an address.
   *
   * @param parameter the part that brought it, for errors
   * @throws ApiException 400 if it is refused or does not answer
   */
  byte[] fetch(String address, String parameter) {
    URI uri = uri(address).orElseThrow(() -> refused(parameter, "it is no http or https address"));
    InputStreamResponseListener listener = new InputStreamResponseListener();
    Request request =
        client
            .newRequest(uri)
            .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .headers(headers -> headers.put("Accept-Encoding", "identity"));
    request.send(listener);
    try (InputStream body = listener.getInputStream()) {
      Response response = listener.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      if (response.getStatus() != 200) {
        throw refused(parameter, "it answered with status " + response.getStatus());
      }
      byte[] bytes = body.readNBytes(Math.toIntExact(maxBytes) + 1);
      if (bytes.length > maxBytes) {
        throw refused(parameter, "it has more than %d bytes".formatted(maxBytes));
      }
      return bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a recording was fetched");
    } catch (TimeoutException | ExecutionException | IOException e) {
      throw refused(parameter, "it could not be fetched");
    } finally {
      var _ = request.abort(new IOException("no more is wanted"));
    }
  }

  private static Optional<URI> uri(String address) {
    try {
      URI uri = new URI(address);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      return web && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static ApiException refused(String parameter, String reason) {
    return ApiException.invalid(parameter, "the recording was not fetched: " + reason);
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      LoggerFactory.getLogger(RemoteAudio.class).warn("the client of audio-urls did not stop", e);
    }
  }
}
