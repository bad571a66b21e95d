package dev.hark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigSourcesTest {
  @TempDir Path folder;

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hark.properties"),
            "port=1\nqueue=1\nmax-upload=3MiB\nidle-timeout=5m\n");
    Map<String, String> environment = Map.of("HARK_PORT", "2", "HARK_QUEUE", "2", "HARK_DRAIN", "");

    ServerConfig config =
        ConfigSources.read(Optional.of(file), environment, Map.of(Setting.PORT, "3"));

    assertThat(config.number(Setting.PORT)).isEqualTo(3);
    assertThat(config.number(Setting.QUEUE)).isEqualTo(2);
    assertThat(config.bytes(Setting.MAX_UPLOAD)).isEqualTo(3 << 20);
    assertThat(config.duration(Setting.IDLE_TIMEOUT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.duration(Setting.DRAIN)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void fileMayBeJson() throws IOException {
    Path file =
        Files.writeString(folder.resolve("hark.json"), "{\"port\": 17, \"aliases\": false}");

    ServerConfig config = ConfigSources.read(Optional.of(file), Map.of(), Map.of());

    assertThat(config.number(Setting.PORT)).isEqualTo(17);
    assertThat(config.enabled(Setting.ALIASES)).isFalse();
  }

  @Test
  void mistakesNameTheirPlace() throws IOException {
    Path unknown = Files.writeString(folder.resolve("a.properties"), "prot=1\n");
    Path broken = Files.writeString(folder.resolve("a.json"), "{");

    assertThatThrownBy(() -> ConfigSources.read(Optional.of(unknown), Map.of(), Map.of()))
        .hasMessageContaining("a.properties: prot is no setting");
    assertThatThrownBy(() -> ConfigSources.read(Optional.of(broken), Map.of(), Map.of()))
        .hasMessageContaining("a.json is no JSON");
    assertThatThrownBy(
            () -> ConfigSources.read(Optional.empty(), Map.of("HARK_PORT", "x"), Map.of()))
        .hasMessage("HARK_PORT: got \"x\", wanted a whole number, 0 or more");
    assertThatThrownBy(
            () -> ConfigSources.read(Optional.empty(), Map.of(), Map.of(Setting.DRAIN, "5")))
        .hasMessageStartingWith("--drain: got \"5\", wanted a duration");
  }

  /** The table in the documentation is this table. */
  @ParameterizedTest
  @EnumSource
  void everySettingIsDocumentedAsItIs(Setting setting) throws IOException {
    Path root = Path.of(System.getProperty("hark.golden")).resolveSibling("docs");

    assertThat(Files.readAllLines(root.resolve("server.md")))
        .contains(
            "| `%s` | %s | %s | %s |"
                .formatted(
                    setting.key(),
                    setting.kind().label().replace("|", " or "),
                    setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`",
                    setting.meaning()));
  }
}
