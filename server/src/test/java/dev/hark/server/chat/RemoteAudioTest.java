package dev.hark.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server fetches for others, and what it does not. */
@Timeout(60)
class RemoteAudioTest {
  private static final ServerConfig CONFIG =
      ServerConfig.create()
          .with(Setting.MAX_DOWNLOAD, "1KiB")
          .with(Setting.DOWNLOAD_TIMEOUT, "500ms");

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer origin;

  @BeforeEach
  void start() throws IOException {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          switch (exchange.getRequestURI().getPath()) {
            case "/redirect" -> {
              exchange.getResponseHeaders().add("Location", "/audio");
              exchange.sendResponseHeaders(302, -1);
            }
            case "/large" -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(new byte[100_000]);
            }
            case "/slow" -> {
              try {
                Thread.sleep(2000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            default -> {
              exchange.sendResponseHeaders(200, 3);
              exchange.getResponseBody().write(new byte[] {1, 2, 3});
            }
          }
          exchange.close();
        });
    origin.start();
  }

  @AfterEach
  void stop() {
    origin.stop(0);
  }

  private String address(String path) {
    return "http://127.0.0.1:%d%s".formatted(origin.getAddress().getPort(), path);
  }

  @Test
  void allowedAddressIsFetched() {
    try (RemoteAudio remote = RemoteAudio.start(CONFIG, _ -> true)) {
      assertThat(remote.fetch(address("/audio"), "part")).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/redirect", "/large", "/slow"})
  void redirectsAndWhatIsTooLargeOrSlowAreRefused(String path) {
    try (RemoteAudio remote = RemoteAudio.start(CONFIG, _ -> true)) {
      assertThatThrownBy(() -> remote.fetch(address(path), "part"))
          .isInstanceOf(ApiException.class);
      assertThat(requests).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "http://127.1:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://localhost:PORT/",
        "http://LOCALHOST:PORT/",
        "http://0.0.0.0:PORT/",
        "http://0:PORT/",
        "http://[::1]:PORT/",
        "http://[::]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://user@127.0.0.1:PORT/",
        "http://example.com@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT#@example.com/",
        "http:///127.0.0.1:PORT/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:PORT/",
        "gopher://127.0.0.1:PORT/",
        "jar:http://127.0.0.1:PORT/!/",
        "//127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.com/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
      })
  void privateAddressesAreNeverConnectedTo(String address) {
    String port = Integer.toString(origin.getAddress().getPort());
    try (RemoteAudio remote = RemoteAudio.start(CONFIG, PublicAddresses::contains)) {
      assertThatThrownBy(() -> remote.fetch(address.replace("PORT", port), "part"))
          .isInstanceOf(ApiException.class);
      assertThat(requests).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "2001:0:1::1",
        "100::1"
      })
  void specialAddressesAreNotPublic(String address) throws IOException {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.128.0.1",
        "172.32.0.1",
        "198.20.0.1",
        "2606:4700::1111"
      })
  void otherAddressesArePublic(String address) throws IOException {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
  }
}
