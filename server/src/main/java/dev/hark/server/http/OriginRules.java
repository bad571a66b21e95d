package dev.hark.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages of other sites from calling a server on this machine. A browser sends forms and
 * opens WebSockets to localhost for any page, but says in {@code Origin} which page it was, and in
 * {@code Host} which name it believes to talk to (a name that was bound to 127.0.0.1 gives itself
 * away there).
 */
public final class OriginRules {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts = new HashSet<>(LOOPBACK);
  private final Set<String> origins = new HashSet<>();

  private OriginRules() {}

  /**
   * Rules that allow loopback names and the given ones.
   *
   * @param hosts names of this server, without port
   * @param origins other sites, such as {@code https://app.example.org}
   */
  public static OriginRules create(List<String> hosts, List<String> origins) {
    OriginRules rules = new OriginRules();
    hosts.forEach(host -> rules.hosts.add(host.toLowerCase(Locale.ROOT)));
    origins.forEach(origin -> rules.origins.add(origin.toLowerCase(Locale.ROOT)));
    return rules;
  }

  /** Whether a request with these headers may be answered. */
  boolean allow(Optional<String> host, Optional<String> origin) {
    if (host.isEmpty() || !hosts.contains(withoutPort(host.get()))) {
      return false;
    }
    return origin.isEmpty()
        || origins.contains(origin.get().toLowerCase(Locale.ROOT))
        || sameSite(origin.get(), host.get());
  }

  /** A page of this server: same name and port. */
  private static boolean sameSite(String origin, String host) {
    try {
      URI uri = new URI(origin);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
      String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
      return (scheme.equals("http") || scheme.equals("https")) && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String withoutPort(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
  }
}
