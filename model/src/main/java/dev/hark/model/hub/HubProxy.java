package dev.hark.model.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in either
 * case, as other download tools read them. Without them Java's own settings hold ({@code
 * -Dhttps.proxyHost}).
 *
 * @param https address for https, such as {@code http://proxy:3128}; empty for none
 * @param http address for http; empty for none
 * @param exempt hosts and domains to reach directly, parted by commas; {@code *} for all
 */
public record HubProxy(String https, String http, String exempt) {
  /** No proxy but Java's own. */
  public static final HubProxy NONE = new HubProxy("", "", "");

  public HubProxy {
    address(https);
    address(http);
  }

  static HubProxy of(Map<String, String> environment) {
    return new HubProxy(
        value(environment, "HTTPS_PROXY"),
        value(environment, "HTTP_PROXY"),
        value(environment, "NO_PROXY"));
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return (lower.isBlank() ? environment.getOrDefault(name, "") : lower).strip();
  }

  private static Proxy address(String text) {
    if (text.isEmpty()) {
      return Proxy.NO_PROXY;
    }
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    if (!Objects.equals(uri.getScheme(), "http") || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "proxy: got \"" + text.replaceFirst("//.*@", "//***@") + "\"; wanted http://host:port");
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  /** The choice of proxy for each address. */
  ProxySelector selector() {
    return https.isEmpty() && http.isEmpty() ? ProxySelector.getDefault() : new Selector();
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      if (isExempt(uri.getHost())) {
        return List.of(Proxy.NO_PROXY);
      }
      return List.of(address(uri.getScheme().equals("https") ? https : http));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The failure reaches the caller of the request as well.
    }
  }

  private boolean isExempt(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : exempt.toLowerCase(Locale.ROOT).split(",", -1)) {
      String domain = entry.strip().replaceFirst("^\\*?\\.", "");
      if (!domain.isEmpty()
          && (domain.equals("*") || name.equals(domain) || name.endsWith("." + domain))) {
        return true;
      }
    }
    return false;
  }

  /** Hosts only: an address may hold a password. */
  @Override
  public String toString() {
    return "HubProxy[%s]".formatted(https.isEmpty() && http.isEmpty() ? "none" : "set");
  }
}
