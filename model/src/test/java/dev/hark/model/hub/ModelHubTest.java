package dev.hark.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hark.model.hub.FileCheck.State;
import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHubTest {
  private static final ModelName TINY = ModelName.parse("Qwen/tiny");

  @TempDir private Path cache;
  private FakeHub server;

  @BeforeEach
  void startServer() {
    server = new FakeHub();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private HubSettings settings() {
    return new HubSettings(HubSource.HUGGING_FACE, server.endpoint(), "", cache, false);
  }

  private ModelHub hub() {
    return hub(settings());
  }

  private static ModelHub hub(HubSettings settings) {
    return ModelHub.create(settings, Linking.ALL, time -> {}, Duration.ofSeconds(30));
  }

  @Test
  void aPulledModelLiesAsHuggingfaceHubWouldLayIt() throws IOException {
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    Path repository = cache.resolve("models--Qwen--tiny");
    assertThat(folder).isEqualTo(repository.resolve("snapshots").resolve(FakeHub.COMMIT));
    assertThat(repository.resolve("refs/main")).hasContent(FakeHub.COMMIT);
    Path weights = folder.resolve("model.safetensors");
    assertThat(weights).isSymbolicLink().hasBinaryContent(server.file("model.safetensors"));
    assertThat(Files.readSymbolicLink(weights))
        .hasToString("../../blobs/" + FakeHub.sha256(server.file("model.safetensors")));
    assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
        .hasToString("../../blobs/" + FakeHub.gitBlob(server.file("config.json")));
    assertThat(folder.resolve("README.md")).doesNotExist();
  }

  @Test
  void progressGrowsToTheWholeModel() {
    List<Long> seen = new ArrayList<>();
    long total = 300_000L + server.file("config.json").length + 2;
    hub()
        .pull(
            TINY,
            (file, done, all) -> {
              assertThat(all).isEqualTo(total);
              seen.add(done);
            });
    assertThat(seen).isSorted().endsWith(total);
  }

  @Test
  void aSecondPullFetchesOnlyTheList() {
    hub().pull(TINY, DownloadProgress.NONE);
    server.requests.clear();
    hub().pull(TINY, DownloadProgress.NONE);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void resolveAsksTheNetworkOnlyForWhatIsNotThere() {
    Path folder = hub().resolve("Qwen/tiny");
    server.requests.clear();
    assertThat(hub().resolve("Qwen/tiny")).isEqualTo(folder);
    assertThat(hub(settings().withOffline(true)).resolve("Qwen/tiny")).isEqualTo(folder);
    assertThat(hub().resolve("Qwen/tiny@" + FakeHub.COMMIT)).isEqualTo(folder);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aFolderWinsOverAName() throws IOException {
    Path folder = Files.createDirectories(cache.resolve("my/model"));
    Files.writeString(folder.resolve("config.json"), "{}");
    assertThat(hub().resolve(folder.toString())).isEqualTo(folder);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void offlineOpensNoSocket() {
    ModelHub offline = hub(settings().withOffline(true));
    assertReason(Reason.OFFLINE, () -> offline.resolve("Qwen/tiny"));
    assertReason(Reason.OFFLINE, () -> offline.pull(TINY, DownloadProgress.NONE));
    assertThat(offline.list()).isEmpty();
    assertThat(server.requests).isEmpty();
  }

  @Test
  void theTokenGoesToTheHubOnly() {
    String token = "hf_secret";
    HubSettings settings =
        new HubSettings(HubSource.HUGGING_FACE, server.endpoint(), token, cache, false);
    hub(settings).pull(TINY, DownloadProgress.NONE);
    assertThat(server.requests).extracting(FakeHub.Request::server).contains("hub", "store");
    for (FakeHub.Request request : server.requests) {
      assertThat(request.headers().get("Authorization"))
          .isEqualTo(request.server().equals("hub") ? "Bearer " + token : null);
    }
    assertThat(settings.toString()).doesNotContain(token);
  }

  @Test
  void aProxyIsAskedForHostsThatAreNotExempt() {
    HubProxy proxy = new HubProxy("", server.endpoint().toString(), "127.0.0.1");
    HubSettings settings =
        new HubSettings(
            HubSource.HUGGING_FACE, URI.create("http://hub.invalid"), "", cache, false, proxy);
    Path folder = hub(settings).pull(TINY, DownloadProgress.NONE);
    assertThat(folder.resolve("model.safetensors"))
        .hasBinaryContent(server.file("model.safetensors"));
    assertThat(server.requests)
        .extracting(request -> request.headers().get("Host"))
        .contains("hub.invalid", server.storeAddress().getAuthority());
  }

  @Test
  void hashesComeFromTheHeadWhenTheListHasNone() {
    server.listsHashes = false;
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    assertThat(folder.resolve("model.safetensors"))
        .hasBinaryContent(server.file("model.safetensors"));
    assertThat(server.requests)
        .filteredOn(request -> request.method().equals("HEAD"))
        .hasSize(3)
        .allMatch(request -> request.server().equals("hub"));
  }

  @Test
  void modelScopeServesTheSameModel() {
    HubSettings settings =
        new HubSettings(HubSource.MODELSCOPE, server.endpoint(), "ms-token", cache, false);
    Path folder = hub(settings).pull(TINY, DownloadProgress.NONE);
    assertThat(folder.resolve("model.safetensors"))
        .hasBinaryContent(server.file("model.safetensors"));
    assertThat(cache.resolve("models--Qwen--tiny/refs/master")).exists();
    assertThat(server.requests.getFirst().headers())
        .containsEntry("Authorization", "Bearer ms-token")
        .containsEntry("Cookie", "m_session_id=ms-token");
    assertThat(hub().find(TINY)).contains(folder);
  }

  @Test
  void withoutSymbolicLinksHardLinksAndCopiesDo() throws IOException {
    Linking refuse =
        (link, blob) -> {
          throw new UnsupportedOperationException("links");
        };
    for (int first = 1; first < Linking.ALL.size(); first++) {
      Path folder = cache.resolve("linking" + first);
      ModelHub hub =
          ModelHub.create(
              settings().withCacheFolder(folder),
              List.of(refuse, Linking.ALL.get(first)),
              time -> {},
              Duration.ofSeconds(30));
      Path model = hub.pull(TINY, DownloadProgress.NONE);
      assertThat(model.resolve("model.safetensors"))
          .isRegularFile()
          .hasBinaryContent(server.file("model.safetensors"));
      assertThat(Files.isSymbolicLink(model.resolve("model.safetensors"))).isFalse();
      assertThat(hub.verify(TINY)).extracting(FileCheck::state).containsOnly(State.OK);
    }
  }

  @Test
  void hostileNamesAreNeverWritten() throws IOException {
    byte[] evil = "evil".getBytes(StandardCharsets.UTF_8);
    for (String name :
        List.of(
            "../../config.json",
            "/etc/x.safetensors",
            "a/b.safetensors",
            "..safetensors",
            "a..safetensors",
            "C:x.safetensors",
            "a\\b.safetensors",
            "-x.safetensors",
            ".hidden.safetensors",
            "%2e%2e%2fx.safetensors",
            "run.py",
            "pytorch_model.bin")) {
      server.files.put(name, evil);
    }
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    try (var placed = Files.list(folder)) {
      assertThat(placed.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
    }
  }

  @Test
  void aRepositoryWithoutWeightsIsNoModel() {
    server.files.remove("model.safetensors");
    assertReason(Reason.NOT_A_MODEL, () -> hub().pull(TINY, DownloadProgress.NONE));
  }

  @Test
  void aCommitThatIsNoHashIsRefused() {
    server.sha = "../../../../etc";
    assertReason(Reason.UNREACHABLE, () -> hub().pull(TINY, DownloadProgress.NONE));
  }

  @Test
  void listShowsSizeTypeAndWhatIsMissing() throws IOException {
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    CachedModel whole = hub().list().getFirst();
    assertThat(whole.repository()).isEqualTo("Qwen/tiny");
    assertThat(whole.revisions()).containsExactly("main");
    assertThat(whole.type()).isEqualTo("qwen3_asr");
    assertThat(whole.complete()).isTrue();
    assertThat(whole.sizeBytes()).isEqualTo(300_000L + server.file("config.json").length + 2);
    Files.delete(folder.resolve("model.safetensors").toRealPath());
    assertThat(hub().list().getFirst().missing()).containsExactly("model.safetensors");
    assertReason(Reason.OFFLINE, () -> hub(settings().withOffline(true)).resolve("Qwen/tiny"));
    assertThat(hub().resolve("Qwen/tiny")).isEqualTo(folder);
    assertThat(hub().list().getFirst().complete()).isTrue();
  }

  @Test
  void verifyFindsAFlippedBitAndPullMendsIt() throws IOException {
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    assertThat(hub().verify(TINY)).extracting(FileCheck::state).containsOnly(State.OK);
    Path blob = folder.resolve("model.safetensors").toRealPath();
    byte[] bytes = Files.readAllBytes(blob);
    bytes[12345] ^= 4;
    Files.write(blob, bytes);
    assertThat(hub().verify(TINY))
        .contains(new FileCheck("model.safetensors", State.CHANGED))
        .contains(new FileCheck("config.json", State.OK));
    hub().pull(TINY, DownloadProgress.NONE);
    assertThat(hub().verify(TINY)).extracting(FileCheck::state).containsOnly(State.OK);
    Files.delete(blob);
    assertThat(hub().verify(TINY)).contains(new FileCheck("model.safetensors", State.MISSING));
  }

  @Test
  void removingOneRevisionKeepsTheBlobsOfOthers() throws IOException {
    hub().pull(TINY, DownloadProgress.NONE);
    byte[] oldConfig = server.file("config.json");
    server.sha = "f".repeat(40);
    server.files.put("config.json", "{\"model_type\":\"new\"}".getBytes(StandardCharsets.UTF_8));
    Path newer = hub().pull(ModelName.parse("Qwen/tiny@v2"), DownloadProgress.NONE);
    assertThat(hub().list()).hasSize(2);
    assertThat(hub().remove(ModelName.parse("Qwen/tiny@main"))).isEqualTo(oldConfig.length);
    assertThat(hub().list()).extracting(CachedModel::revisions).containsExactly(List.of("v2"));
    assertThat(newer.resolve("model.safetensors"))
        .hasBinaryContent(server.file("model.safetensors"));
    long size = hub().list().getFirst().sizeBytes();
    assertThat(hub().remove(TINY)).isGreaterThanOrEqualTo(size);
    assertThat(cache.resolve("models--Qwen--tiny")).doesNotExist();
    assertReason(Reason.NOT_FOUND, () -> hub().remove(TINY));
  }

  @Test
  void removalNeverFollowsALinkOutOfTheCache() throws IOException {
    Path folder = hub().pull(TINY, DownloadProgress.NONE);
    Path outside = Files.createDirectories(cache.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "keep");
    Files.createSymbolicLink(folder.resolve("escape"), outside);
    hub().remove(TINY);
    assertThat(outside.resolve("precious")).hasContent("keep");
  }

  @Test
  void aModelLargerThanTheDiskIsRefusedBeforeAnythingIsFetched() throws IOException {
    long size = Files.getFileStore(cache).getUsableSpace() + (1L << 32);
    server.fault =
        exchange -> {
          boolean list = exchange.getRequestURI().getPath().startsWith("/api/");
          FakeHub.send(exchange, list ? 200 : 404, listing(size));
          return true;
        };
    assertReason(Reason.DISK_FULL, () -> hub().pull(TINY, DownloadProgress.NONE));
    assertThat(server.requests).hasSize(1);
    leaveSparsePart(size - 1);
    assertReason(Reason.NOT_FOUND, () -> hub().pull(TINY, DownloadProgress.NONE));
  }

  private static String listing(long weightsBytes) {
    String file = "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\"}";
    return "{\"sha\":\"%s\",\"siblings\":[%s,%s,%s]}"
        .formatted(
            FakeHub.COMMIT,
            file.formatted("config.json", 2, "a".repeat(40)),
            file.formatted("tokenizer.json", 2, "b".repeat(40)),
            file.formatted("model.safetensors", weightsBytes, "c".repeat(40)));
  }

  /** A file that looks as if most of the weights were here, but takes no room. */
  private void leaveSparsePart(long bytes) throws IOException {
    Path part = cache.resolve("models--Qwen--tiny/blobs").resolve("c".repeat(40) + ".part");
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            part,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.position(bytes - 1);
      channel.write(ByteBuffer.wrap(new byte[1]));
    }
  }

  @Test
  void aCacheThatIsAFileIsReported() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "x");
    ModelHub hub = hub(settings().withCacheFolder(file));
    assertReason(Reason.CACHE, () -> hub.pull(TINY, DownloadProgress.NONE));
  }

  @Test
  void namesThatAreNeitherFolderNorModelListTheAliases() {
    assertReason(Reason.NOT_FOUND, () -> hub().resolve("whisper-large"))
        .withMessageContaining("qwen3-asr-0.6b");
    assertReason(Reason.NOT_FOUND, () -> hub().resolve("./no/such/folder"));
    assertReason(Reason.NOT_FOUND, () -> hub().resolve("nul\0name"));
    assertThat(server.requests).isEmpty();
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<HubException> assertReason(
      Reason reason, ThrowingCallable call) {
    return assertThatExceptionOfType(HubException.class)
        .isThrownBy(call)
        .matches(failure -> failure.reason() == reason, "has reason " + reason);
  }
}
