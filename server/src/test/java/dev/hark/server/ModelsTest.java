package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.TextModel;
import dev.hark.engine.Transcriber;
import dev.hark.model.GoldenModels;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Models are loaded once, shared, and unloaded when nobody uses them. */
@Timeout(60)
class ModelsTest {
  @Test
  void modelsAreListedAndFoundByAlias() throws IOException, InterruptedException {
    TestServer server = SharedServer.get();
    JsonNode list = Answers.ok(server.get("/v1/models"));

    assertThat(list.get("object").asString()).isEqualTo("list");
    assertThat(list.get("data").valueStream().map(m -> m.get("id").asString()))
        .containsExactly("tiny", "aligner", "text");
    assertThat(list.at("/data/0").propertyNames()).contains("id", "object", "created", "owned_by");
    assertThat(Answers.ok(server.get("/v1/models/whisper-1")).get("id").asString())
        .isEqualTo("tiny");
    Answers.error(server.get("/v1/models/nothing"), 404, "model_not_found", "model");
  }

  @Test
  void aliasesCanBeSwitchedOff() {
    try (ModelPool pool =
        ModelPool.create(TestServer.config().with(Setting.ALIASES, "false"), Path::of)) {
      assertThatThrownBy(() -> pool.checkTranscriber("whisper-1")).isInstanceOf(ApiException.class);
      pool.checkTranscriber("tiny");
    }
  }

  @Test
  void callersTogetherLoadAModelOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    try (ModelPool pool =
            ModelPool.create(
                TestServer.config(),
                name -> {
                  loads.incrementAndGet();
                  return Path.of(name);
                });
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ModelLease<Transcriber>>> leases = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        leases.add(callers.submit(() -> pool.transcriber("tiny")));
      }
      for (Future<ModelLease<Transcriber>> lease : leases) {
        assertThat(lease.get().model()).isSameAs(leases.getFirst().get().model());
      }
      assertThat(loads).hasValue(1);
      assertThatThrownBy(() -> pool.unload("tiny"))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(409));
      for (Future<ModelLease<Transcriber>> lease : leases) {
        lease.get().close();
      }
      assertThat(pool.unload("tiny").loaded()).isFalse();
    }
  }

  @Test
  void idleModelIsUnloadedAndLoadedAgain() throws InterruptedException {
    try (ModelPool pool =
        ModelPool.create(
            TestServer.config()
                .with(Setting.TEXT_MODEL, "text=" + GoldenModels.QWEN3)
                .with(Setting.MODEL_IDLE, "50ms"),
            Path::of)) {
      try (ModelLease<TextModel> _ = pool.textModel("text")) {
        Thread.sleep(300);
        assertThat(pool.model("text").loaded()).isTrue();
      }
      while (pool.model("text").loaded()) {
        Thread.sleep(10);
      }
      assertThat(pool.load("text").loaded()).isTrue();
    }
  }

  @Test
  void modelsAreLoadedAndUnloadedOverHttp() throws IOException, InterruptedException {
    try (TestServer server = TestServer.start()) {
      assertThat(Answers.ok(server.get("/v1/models/tiny")).get("loaded").asBoolean()).isFalse();
      assertThat(Answers.ok(post(server, "load")).get("loaded").asBoolean()).isTrue();
      assertThat(Answers.ok(post(server, "unload")).get("loaded").asBoolean()).isFalse();
    }
  }

  private static HttpResponse<String> post(TestServer server, String what)
      throws IOException, InterruptedException {
    return server.send(
        server
            .request("/v1/models/tiny/" + what)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }
}
