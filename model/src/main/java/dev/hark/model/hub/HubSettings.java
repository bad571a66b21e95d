package dev.hark.model.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where models come from and where they are kept.
 *
 * @param source which protocol {@code endpoint} speaks
 * @param endpoint base address of the hub, without a slash at the end
 * @param token access token, sent to {@code endpoint} only; empty for none
 * @param cacheFolder folder in the layout of huggingface_hub: {@code
 *     models--org--name/{blobs,refs,snapshots}}
 * @param offline whether no socket may be opened
 * @param proxy through which to reach the hub
 */
public record HubSettings(
    HubSource source,
    URI endpoint,
    String token,
    Path cacheFolder,
    boolean offline,
    HubProxy proxy) {
  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  public HubSettings {
    String scheme = String.valueOf(endpoint.getScheme());
    if ((!scheme.equals("https") && !scheme.equals("http")) || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "hub address: got \"" + endpoint + "\"; wanted http(s)://host");
    }
    if (token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new IllegalArgumentException(
          "hub token: has a space or a character outside ASCII; check HF_TOKEN");
    }
  }

  /** Settings without a proxy. */
  public HubSettings(
      HubSource source, URI endpoint, String token, Path cacheFolder, boolean offline) {
    this(source, endpoint, token, cacheFolder, offline, HubProxy.NONE);
  }

  /** The settings of this process's environment, see {@link #of}. */
  public static HubSettings fromEnvironment() {
    Map<String, String> environment = System.getenv();
    HubSource source = HubSource.of(environment.getOrDefault("HARK_HUB", "huggingface"));
    return of(source, environment, Path.of(System.getProperty("user.home", ".")));
  }

  /**
   * The settings for {@code source} that {@code environment} asks for. It honours {@code
   * HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HUB_DISABLE_IMPLICIT_TOKEN},
   * {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME} and {@code HF_HUB_OFFLINE} as
   * huggingface_hub does, and {@code MODELSCOPE_DOMAIN}, {@code MODELSCOPE_API_TOKEN}, and the
   * proxies of {@link HubProxy}.
   */
  public static HubSettings of(HubSource source, Map<String, String> environment, Path home) {
    Path hfHome =
        folder(
            environment,
            home,
            "HF_HOME",
            folder(environment, home, "XDG_CACHE_HOME", home.resolve(".cache"))
                .resolve("huggingface"));
    Path cache =
        folder(
            environment,
            home,
            "HF_HUB_CACHE",
            folder(environment, home, "HUGGINGFACE_HUB_CACHE", hfHome.resolve("hub")));
    boolean offline =
        isTrue(environment, "HF_HUB_OFFLINE") || isTrue(environment, "TRANSFORMERS_OFFLINE");
    return switch (source) {
      case HUGGING_FACE ->
          new HubSettings(
              source,
              address(value(environment, "HF_ENDPOINT", "https://huggingface.co")),
              token(environment, home, hfHome),
              cache,
              offline,
              HubProxy.of(environment));
      case MODELSCOPE ->
          new HubSettings(
              source,
              address(value(environment, "MODELSCOPE_DOMAIN", "https://www.modelscope.cn")),
              value(environment, "MODELSCOPE_API_TOKEN", ""),
              cache,
              offline,
              HubProxy.of(environment));
    };
  }

  private static String token(Map<String, String> environment, Path home, Path hfHome) {
    String token = value(environment, "HF_TOKEN", value(environment, "HUGGING_FACE_HUB_TOKEN", ""));
    Path file = folder(environment, home, "HF_TOKEN_PATH", hfHome.resolve("token"));
    if (!token.isEmpty()
        || isTrue(environment, "HF_HUB_DISABLE_IMPLICIT_TOKEN")
        || !Files.isReadable(file)) {
      return token;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new HubException(
          HubException.Reason.CACHE,
          "token file %s: cannot be read; set HF_TOKEN or remove the file".formatted(file),
          e);
    }
  }

  private static URI address(String text) {
    String url = text.contains("://") ? text : "https://" + text;
    return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  private static Path folder(
      Map<String, String> environment, Path home, String variable, Path otherwise) {
    String value = value(environment, variable, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    return value.equals("~") || value.startsWith("~/")
        ? home.resolve(value.substring(Math.min(2, value.length())))
        : Path.of(value);
  }

  private static String value(Map<String, String> environment, String variable, String otherwise) {
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static boolean isTrue(Map<String, String> environment, String variable) {
    return TRUE.contains(value(environment, variable, "").toUpperCase(Locale.ROOT));
  }

  /** These settings with or without network. */
  public HubSettings withOffline(boolean offline) {
    return new HubSettings(source, endpoint, token, cacheFolder, offline, proxy);
  }

  /** These settings with another cache. */
  public HubSettings withCacheFolder(Path folder) {
    return new HubSettings(source, endpoint, token, folder, offline, proxy);
  }

  /** The settings without the token's letters, so that they can be logged. */
  @Override
  public String toString() {
    return "HubSettings[%s %s, token %s, cache %s%s]"
        .formatted(
            source,
            endpoint,
            token.isEmpty() ? "none" : "set",
            cacheFolder,
            offline ? ", offline" : "");
  }
}
