package dev.hark.model.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads and several processes that pull the same model. */
class ConcurrentPullTest {
  @TempDir private Path cache;

  @Test
  void threadsFetchEachFileOnce() throws Exception {
    try (FakeHub server = new FakeHub();
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Path>> pulls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        pulls.add(threads.submit(() -> pull(server.endpoint(), cache)));
      }
      for (Future<Path> pull : pulls) {
        assertThat(pull.get(30, TimeUnit.SECONDS).resolve("model.safetensors"))
            .hasBinaryContent(server.file("model.safetensors"));
      }
      assertThat(server.bytesSent.get()).isLessThan(301_000);
    }
  }

  @Test
  void processesFetchEachFileOnce() throws Exception {
    try (FakeHub server = new FakeHub()) {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classPath(),
                    ConcurrentPullTest.class.getName(),
                    server.endpoint().toString(),
                    cache.toString())
                .inheritIO()
                .start());
      }
      for (Process process : processes) {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      assertThat(server.bytesSent.get()).isLessThan(301_000);
    }
  }

  /** What a second process runs: pulls the model at the address and into the cache given. */
  public static void main(String[] args) {
    pull(URI.create(args[0]), Path.of(args[1]));
  }

  private static Path pull(URI endpoint, Path cache) {
    HubSettings settings = new HubSettings(HubSource.HUGGING_FACE, endpoint, "", cache, false);
    return ModelHub.create(settings, Linking.ALL, Thread::sleep, Duration.ofSeconds(30))
        .pull(ModelName.parse("Qwen/tiny"), DownloadProgress.NONE);
  }

  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type :
        List.of(
            ConcurrentPullTest.class,
            ModelHub.class,
            org.junit.jupiter.api.Test.class,
            org.assertj.core.api.Assertions.class,
            tools.jackson.databind.JsonNode.class,
            tools.jackson.core.JsonParser.class,
            com.fasterxml.jackson.annotation.JsonProperty.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return Stream.concat(places.stream(), Stream.of(System.getProperty("java.class.path", "")))
        .filter(place -> !place.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
