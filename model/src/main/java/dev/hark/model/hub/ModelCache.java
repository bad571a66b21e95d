package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * The folder of downloaded models, laid out as huggingface_hub does, so that both find each other's
 * models: {@code blobs} by hash, {@code snapshots/<commit>} with links to them, {@code
 * refs/<revision>} with the commit.
 *
 * @param folder the folder
 * @param linkings ways to link, in order of preference
 */
record ModelCache(Path folder, List<Linking> linkings) {
  private static final String PREFIX = "models--";

  /** Folder of all revisions of {@code model}. */
  Path repository(ModelName model) {
    return folder.resolve(PREFIX + model.organization() + "--" + model.name());
  }

  Path blob(ModelName model, ContentHash hash) {
    return repository(model).resolve("blobs").resolve(hash.hex());
  }

  /** Keeps others from writing to {@code model} until closed. */
  CacheLock lock(ModelName model) {
    Path name = repository(model).getFileName();
    return CacheLock.acquire(folder.resolve(".locks").resolve(name).resolve("hark.lock"));
  }

  /** Folder of the snapshot that one of {@code revisions} leads to, the first that does. */
  Optional<Path> snapshot(ModelName model, List<String> revisions) throws IOException {
    Path repository = repository(model);
    for (String revision : revisions) {
      Path ref = repository.resolve("refs").resolve(revision);
      String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : revision;
      Path snapshot = repository.resolve("snapshots").resolve(commit);
      if (commit.matches("[0-9a-f]{40}") && Files.isDirectory(snapshot)) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /** Links the blobs of {@code remote}, all of them present, and points {@code revision} there. */
  Path place(ModelName model, String revision, RemoteModel remote) throws IOException {
    Path snapshot = repository(model).resolve("snapshots").resolve(remote.commit());
    Files.createDirectories(snapshot);
    for (RemoteFile file : remote.files()) {
      Path fresh = snapshot.resolve("." + file.name() + ".new");
      Files.deleteIfExists(fresh);
      link(fresh, blob(model, file.hash()));
      Files.move(fresh, snapshot.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
    }
    if (!revision.equals(remote.commit())) {
      Path ref = repository(model).resolve("refs").resolve(revision);
      Files.createDirectories(ref.getParent());
      Path fresh = ref.resolveSibling("." + ref.getFileName() + ".new");
      Files.writeString(fresh, remote.commit());
      Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE);
    }
    return snapshot;
  }

  private void link(Path link, Path blob) throws IOException {
    IOException failure = new IOException("no way to link " + link);
    for (Linking linking : linkings) {
      try {
        linking.link(link, blob);
        return;
      } catch (IOException | UnsupportedOperationException e) {
        failure.addSuppressed(e);
        Files.deleteIfExists(link);
      }
    }
    throw failure;
  }

  /** All snapshots of models, in order of name. */
  List<CachedModel> list() throws IOException {
    List<CachedModel> models = new ArrayList<>();
    for (Path repository : children(folder)) {
      String name = repository.getFileName().toString();
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      for (Path snapshot : children(repository.resolve("snapshots"))) {
        models.add(
            new CachedModel(
                name.substring(PREFIX.length()).replace("--", "/"),
                revisions(repository, snapshot.getFileName().toString()),
                snapshot.getFileName().toString(),
                snapshot,
                sizeBytes(snapshot),
                ModelFiles.type(snapshot),
                ModelFiles.missing(snapshot)));
      }
    }
    return models;
  }

  private static List<String> revisions(Path repository, String commit) throws IOException {
    Path refs = repository.resolve("refs");
    List<String> revisions = new ArrayList<>();
    for (Path ref : files(refs)) {
      if (Files.readString(ref).strip().equals(commit)) {
        revisions.add(refs.relativize(ref).toString().replace('\\', '/'));
      }
    }
    return revisions;
  }

  private static long sizeBytes(Path snapshot) throws IOException {
    long size = 0;
    for (Path file : files(snapshot)) {
      size += Files.exists(file) ? Files.size(file) : 0;
    }
    return size;
  }

  /** The directories in {@code folder}, in order of name; none if there is no such folder. */
  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The files and links below {@code folder}, in order; links are not followed. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isSymbolicLink(file) || Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  /** The failure to use {@code path} on the disk, as the user should hear of it. */
  static RuntimeException diskFailure(Path path, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return (CancellationException)
          new CancellationException(path + ": interrupted").initCause(cause);
    }
    String message = String.valueOf(cause.getMessage());
    if (message.contains("No space left") || message.contains("not enough space")) {
      return new HubException(
          Reason.DISK_FULL,
          path + ": no space left on the disk; make room or set HF_HUB_CACHE",
          cause);
    }
    return new HubException(
        Reason.CACHE,
        "%s: %s (%s); check its rights or set HF_HUB_CACHE"
            .formatted(path, "cannot be used", cause),
        cause);
  }
}
