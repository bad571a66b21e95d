package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.hub.HubException;
import dev.hark.model.hub.HubSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsCommandTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path cache;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @Nullable Exception failure;

  @BeforeEach
  void placeAModel() throws IOException {
    Path repository = cache.resolve("models--Qwen--tiny");
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      String content = name.equals("config.json") ? "{\"model_type\":\"qwen3_asr\"}" : name;
      String hash = sha256(content);
      Path blob = repository.resolve("blobs").resolve(hash);
      Files.createDirectories(repository.resolve("blobs"));
      Files.writeString(blob, content);
      Path snapshot = Files.createDirectories(repository.resolve("snapshots/" + COMMIT));
      Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs", hash));
    }
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), COMMIT);
  }

  private int run(String... args) {
    return new CommandLine(new ModelsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler((exception, command, parsed) -> {
          failure = exception;
          return 1;
        })
        .execute(args);
  }

  @Test
  void listShowsEachModelOnOneLine() {
    assertThat(run("list", "--model-dir", cache.toString())).isZero();
    assertThat(out.toString())
        .contains("Qwen/tiny  main      qwen3_asr  57 B  ok")
        .contains("qwen3-asr-0.6b             Qwen/Qwen3-ASR-0.6B");
  }

  @Test
  void verifyFailsForAChangedFile() throws IOException {
    assertThat(run("verify", "Qwen/tiny", "--model-dir", cache.toString())).isZero();
    Path weights = cache.resolve("models--Qwen--tiny/snapshots/" + COMMIT + "/model.safetensors");
    Files.writeString(weights, "other");
    assertThat(run("verify", "Qwen/tiny", "--model-dir", cache.toString()))
        .isEqualTo(ExitCode.MODEL);
    assertThat(out.toString())
        .contains("CHANGED   model.safetensors")
        .contains("ok        config.json");
    assertThat(err.toString()).contains("hark models pull");
  }

  @Test
  void rmRemovesTheModel() {
    assertThat(run("rm", "Qwen/tiny", "--model-dir", cache.toString())).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("Removed Qwen/tiny, 57 B free\n");
    assertThat(cache.resolve("models--Qwen--tiny")).doesNotExist();
  }

  @Test
  void pullOfflineFailsWithoutOutput() {
    int code = run("pull", "Qwen/tiny", "--offline", "--model-dir", cache.toString());
    assertThat(code).isEqualTo(1);
    assertThat(failure)
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.reason()).isEqualTo(HubException.Reason.OFFLINE));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aWrongNameIsAUsageError() {
    assertThat(run("pull", "no-such-model")).isEqualTo(2);
    assertThat(err.toString()).contains("qwen3-asr-0.6b");
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void optionsGoBeforeTheEnvironment() {
    HubOptions options = new HubOptions();
    new CommandLine(options).parseArgs("--hub", "modelscope", "--offline");
    assertThat(options.settings(Map.of("HARK_HUB", "huggingface"), cache))
        .satisfies(settings -> assertThat(settings.source()).isEqualTo(HubSource.MODELSCOPE))
        .satisfies(settings -> assertThat(settings.offline()).isTrue());
  }

  @Test
  void progressIsALineWithoutATerminalAndABarOnOne() {
    try (PullProgress progress = new PullProgress("a/b", new PrintWriter(err), false)) {
      progress.update("x", 0, 2_000_000_000);
      progress.update("x", 1_000_000_000, 2_000_000_000);
    }
    assertThat(err.toString()).isEqualToNormalizingNewlines("Downloading a/b (2.00 GB)\n");
    StringWriter bar = new StringWriter();
    try (PullProgress progress = new PullProgress("a/b", new PrintWriter(bar), true)) {
      progress.update("x", 0, 2_000_000_000);
      progress.update("x", 2_000_000_000, 2_000_000_000);
    }
    assertThat(bar.toString()).contains("100%").contains("2000/2000MB");
  }

  @Test
  void nothingIsShownWhenNothingIsFetched() {
    try (PullProgress progress = new PullProgress("a/b", new PrintWriter(err), true)) {
      progress.update("", 100, 100);
    }
    assertThat(err.toString()).isEmpty();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
