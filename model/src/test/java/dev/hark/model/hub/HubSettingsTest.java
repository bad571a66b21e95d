package dev.hark.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
  @TempDir private Path home;

  private HubSettings settings(Map<String, String> environment) {
    return HubSettings.of(HubSource.HUGGING_FACE, environment, home);
  }

  @Test
  void anEmptyEnvironmentGivesTheUsualPlaces() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new HubSettings(
                HubSource.HUGGING_FACE,
                URI.create("https://huggingface.co"),
                "",
                home.resolve(".cache/huggingface/hub"),
                false));
  }

  @Test
  void theCacheIsWhereHuggingfaceHubLooks() {
    assertThat(settings(Map.of("XDG_CACHE_HOME", "/x")).cacheFolder())
        .isEqualTo(Path.of("/x/huggingface/hub"));
    assertThat(settings(Map.of("XDG_CACHE_HOME", "/x", "HF_HOME", "~/hf")).cacheFolder())
        .isEqualTo(home.resolve("hf/hub"));
    assertThat(settings(Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/c")).cacheFolder())
        .isEqualTo(Path.of("/c"));
  }

  @Test
  void mirrorsTokensAndOfflineAreTakenFromTheEnvironment() {
    HubSettings settings =
        settings(
            Map.of(
                "HF_ENDPOINT", "https://hf-mirror.com/",
                "HF_TOKEN", " hf_a ",
                "HF_HUB_OFFLINE", "yes"));
    assertThat(settings.endpoint()).isEqualTo(URI.create("https://hf-mirror.com"));
    assertThat(settings.token()).isEqualTo("hf_a");
    assertThat(settings.offline()).isTrue();
    assertThat(settings(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
  }

  @Test
  void theTokenFileIsReadUnlessThatIsSwitchedOff() throws IOException {
    Files.createDirectories(home.resolve(".cache/huggingface"));
    Files.writeString(home.resolve(".cache/huggingface/token"), "hf_file\n");
    assertThat(settings(Map.of()).token()).isEqualTo("hf_file");
    assertThat(settings(Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).token()).isEmpty();
  }

  @Test
  void modelScopeHasItsOwnAddressAndToken() {
    HubSettings settings =
        HubSettings.of(
            HubSource.MODELSCOPE,
            Map.of("MODELSCOPE_DOMAIN", "www.modelscope.ai", "HF_TOKEN", "hf_a"),
            home);
    assertThat(settings.endpoint()).isEqualTo(URI.create("https://www.modelscope.ai"));
    assertThat(settings.token()).isEmpty();
  }

  @Test
  void addressesAndTokensThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("HF_ENDPOINT", "file:///etc")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("HF_TOKEN", "a\r\nX-Evil: b")));
  }

  @Test
  void proxiesAreReadInEitherCase() {
    HubProxy proxy =
        settings(
                Map.of(
                    "https_proxy", "http://user:secret@proxy:3128", "NO_PROXY", "localhost, .corp"))
            .proxy();
    ProxySelector selector = proxy.selector();
    assertThat(selector.select(URI.create("https://huggingface.co/x")))
        .containsExactly(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128)));
    assertThat(selector.select(URI.create("https://hub.corp/x"))).containsExactly(Proxy.NO_PROXY);
    assertThat(selector.select(URI.create("https://localhost/"))).containsExactly(Proxy.NO_PROXY);
    assertThat(selector.select(URI.create("https://notcorp/"))).doesNotContain(Proxy.NO_PROXY);
    assertThat(proxy.toString()).doesNotContain("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("HTTPS_PROXY", "socks5://u:secret@proxy:1")))
        .withMessageNotContaining("secret");
  }
}
