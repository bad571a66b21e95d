package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import dev.hark.model.hub.Retries.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Models by name: downloads them from Hugging Face or ModelScope into the cache that
 * huggingface_hub uses too, and finds, checks, lists and removes them there.
 *
 * <p>Downloads resume after a cut, are checked against the announced hashes and appear whole or not
 * at all; several threads and processes may pull at once. All methods throw {@link HubException};
 * those that download also {@link java.util.concurrent.CancellationException} when interrupted.
 */
public final class ModelHub {
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private final HubSettings settings;
  private final ModelCache cache;
  private final Pause pause;
  private final Duration stallTimeout;

  private ModelHub(
      HubSettings settings, List<Linking> linkings, Pause pause, Duration stallTimeout) {
    this.settings = settings;
    this.cache = new ModelCache(settings.cacheFolder(), linkings);
    this.pause = pause;
    this.stallTimeout = stallTimeout;
  }

  /** A hub with the settings of the environment. */
  public static ModelHub create() {
    return create(HubSettings.fromEnvironment());
  }

  /** A hub with {@code settings}. */
  public static ModelHub create(HubSettings settings) {
    return create(settings, Linking.ALL, Thread::sleep, STALL_TIMEOUT);
  }

  static ModelHub create(
      HubSettings settings, List<Linking> linkings, Pause pause, Duration stallTimeout) {
    return new ModelHub(settings, linkings, pause, stallTimeout);
  }

  /** As {@link #resolve(String, DownloadProgress)}, without progress. */
  public Path resolve(String nameOrPath) {
    return resolve(nameOrPath, DownloadProgress.NONE);
  }

  /**
   * The folder of a model: {@code nameOrPath} itself if it is a folder with a {@code config.json},
   * else the model of that name in the cache, else the model downloaded now.
   *
   * @param nameOrPath a folder, an alias such as {@code qwen3-asr-0.6b}, or {@code
   *     organization/name@revision}
   */
  public Path resolve(String nameOrPath, DownloadProgress progress) {
    Optional<Path> folder = modelFolder(nameOrPath);
    if (folder.isPresent()) {
      return folder.get();
    }
    ModelName model;
    try {
      model = ModelName.parse(nameOrPath);
    } catch (IllegalArgumentException e) {
      throw new HubException(
          Reason.NOT_FOUND,
          "model \"%s\": no folder with a config.json, and no name; %s"
              .formatted(nameOrPath, e.getMessage()),
          e);
    }
    Optional<Path> cached = find(model);
    if (cached.isPresent() && missing(cached.get()).isEmpty()) {
      return cached.get();
    }
    if (settings.offline()) {
      throw new HubException(
          Reason.OFFLINE,
          "%s: %s in %s and downloads are off; pull it without --offline and HF_HUB_OFFLINE"
              .formatted(
                  model,
                  cached.map(c -> "lacks " + String.join(", ", missing(c))).orElse("is not"),
                  settings.cacheFolder()));
    }
    return pull(model, progress);
  }

  private static Optional<Path> modelFolder(String nameOrPath) {
    try {
      Path path = Path.of(nameOrPath);
      return Files.isRegularFile(path.resolve("config.json"))
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The folder of {@code model} in the cache, complete or not, without asking the network. */
  public Optional<Path> find(ModelName model) {
    try {
      return cache.snapshot(model, revisions(model));
    } catch (IOException e) {
      throw ModelCache.diskFailure(cache.repository(model), e);
    }
  }

  /** Revisions to look for in the cache: the named one, or the default of either hub. */
  private List<String> revisions(ModelName model) {
    if (!model.revision().isEmpty()) {
      return List.of(model.revision());
    }
    Set<String> revisions = new LinkedHashSet<>();
    revisions.add(settings.source().defaultRevision());
    for (HubSource source : HubSource.values()) {
      revisions.add(source.defaultRevision());
    }
    return List.copyOf(revisions);
  }

  /**
   * Downloads what {@code model} needs and the cache lacks, and checks what it has already.
   *
   * @return its folder
   */
  public Path pull(ModelName model, DownloadProgress progress) {
    if (settings.offline()) {
      throw new HubException(
          Reason.OFFLINE, model + ": cannot be pulled, since downloads are off (HF_HUB_OFFLINE)");
    }
    String revision =
        model.revision().isEmpty() ? settings.source().defaultRevision() : model.revision();
    try (CacheLock _ = cache.lock(model);
        HubHttp http = new HubHttp(settings)) {
      RemoteModel remote =
          new Retries(pause)
              .run(model.toString(), () -> HubProtocol.of(settings).list(http, model, revision));
      checkListing(model, remote);
      download(http, model, remote, progress);
      return cache.place(model, revision, remote);
    } catch (IOException e) {
      throw ModelCache.diskFailure(cache.repository(model), e);
    }
  }

  private static void checkListing(ModelName model, RemoteModel remote) {
    List<String> missing =
        ModelFiles.missing(remote.files().stream().map(RemoteFile::name).toList());
    if (!missing.isEmpty()) {
      throw new HubException(
          Reason.NOT_A_MODEL,
          "%s: the hub has no %s for it; wanted a model with safetensors weights"
              .formatted(model, String.join(", ", missing)));
    }
  }

  private void download(
      HubHttp http, ModelName model, RemoteModel remote, DownloadProgress progress)
      throws IOException {
    List<RemoteFile> absent = new ArrayList<>();
    long total = 0;
    long absentBytes = 0;
    long neededBytes = 0;
    Files.createDirectories(cache.repository(model).resolve("blobs"));
    for (RemoteFile file : remote.files()) {
      total += file.sizeBytes();
      Path blob = cache.blob(model, file.hash());
      if (!whole(blob, file)) {
        absent.add(file);
        absentBytes += file.sizeBytes();
        neededBytes += Math.max(0, file.sizeBytes() - BlobDownload.partBytes(blob));
      }
    }
    checkRoom(model, neededBytes);
    long done = total - absentBytes;
    for (RemoteFile file : absent) {
      long before = done;
      long all = total;
      new BlobDownload(http, pause, stallTimeout, file, cache.blob(model, file.hash()))
          .run(bytes -> progress.update(file.name(), before + bytes, all));
      done += file.sizeBytes();
    }
    progress.update("", total, total);
  }

  private static boolean whole(Path blob, RemoteFile file) throws IOException {
    return Files.isRegularFile(blob)
        && Files.size(blob) == file.sizeBytes()
        && file.hash().matches(blob);
  }

  private void checkRoom(ModelName model, long neededBytes) throws IOException {
    long free = Files.getFileStore(settings.cacheFolder()).getUsableSpace();
    if (neededBytes > free) {
      throw new HubException(
          Reason.DISK_FULL,
          "%s: needs %d MB in %s, which has %d MB left; make room or set HF_HUB_CACHE"
              .formatted(model, neededBytes / 1_000_000, settings.cacheFolder(), free / 1_000_000));
    }
  }

  private static List<String> missing(Path snapshot) {
    try {
      return ModelFiles.missing(snapshot);
    } catch (IOException e) {
      throw ModelCache.diskFailure(snapshot, e);
    }
  }

  /** The models in the cache, complete or not, in order of name. */
  public List<CachedModel> list() {
    try {
      return cache.list();
    } catch (IOException e) {
      throw ModelCache.diskFailure(settings.cacheFolder(), e);
    }
  }

  /** Computes the hashes of {@code model}'s files in the cache anew. */
  public List<FileCheck> verify(ModelName model) {
    Path snapshot = cached(model);
    try {
      return new SnapshotCheck(cache.repository(model), snapshot).run();
    } catch (IOException e) {
      throw ModelCache.diskFailure(snapshot, e);
    }
  }

  /**
   * Removes {@code model} from the cache: with a revision only that one and the blobs no other
   * shows, else everything.
   *
   * @return the bytes that got free
   */
  public long remove(ModelName model) {
    Path repository = cache.repository(model);
    if (!Files.isDirectory(repository)) {
      throw notCached(model);
    }
    try (CacheLock _ = cache.lock(model)) {
      CacheRemoval removal = new CacheRemoval(repository);
      return model.revision().isEmpty() ? removal.removeAll() : removal.remove(cached(model));
    } catch (IOException e) {
      throw ModelCache.diskFailure(repository, e);
    }
  }

  private Path cached(ModelName model) {
    return find(model).orElseThrow(() -> notCached(model));
  }

  private HubException notCached(ModelName model) {
    return new HubException(
        Reason.NOT_FOUND, "%s: is not in %s".formatted(model, settings.cacheFolder()));
  }
}
