package dev.hark.server;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import dev.hark.server.http.OriginRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Where a server may listen, and by which names it may be called there. */
final class BindRules {
  private BindRules() {}

  /** Refuses addresses that others can reach if there is no key. */
  static void check(String host, ApiKeys keys) {
    if (!keys.required() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "host is %s, which others can reach; make an API key with hark serve --new-key NAME, or listen on 127.0.0.1"
              .formatted(host));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host is %s, which is not known".formatted(host), e);
    }
  }

  static OriginRules origins(ServerConfig config) {
    List<String> hosts = new ArrayList<>(config.list(Setting.ALLOWED_HOSTS));
    hosts.add(config.text(Setting.HOST));
    return OriginRules.create(hosts, config.list(Setting.ALLOWED_ORIGINS));
  }
}
