package dev.hark.model.hub;

import dev.hark.model.hub.FileCheck.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the hashes of a snapshot's files and compares them with the names of the blobs, which
 * are the hashes the hub announced.
 */
final class SnapshotCheck {
  private final Path snapshot;
  private final Set<ContentHash> known = new HashSet<>();

  SnapshotCheck(Path repository, Path snapshot) throws IOException {
    this.snapshot = snapshot;
    for (Path blob : ModelCache.files(repository.resolve("blobs"))) {
      ContentHash.parse(blob.getFileName().toString()).ifPresent(known::add);
    }
  }

  List<FileCheck> run() throws IOException {
    List<FileCheck> checks = new ArrayList<>();
    for (Path file : ModelCache.files(snapshot)) {
      checks.add(new FileCheck(snapshot.relativize(file).toString(), state(file)));
    }
    for (String name : ModelFiles.missing(snapshot)) {
      if (checks.stream().noneMatch(check -> check.file().equals(name))) {
        checks.add(new FileCheck(name, State.MISSING));
      }
    }
    return checks;
  }

  private State state(Path file) throws IOException {
    if (!Files.exists(file)) {
      return State.MISSING;
    }
    Path real = file.toRealPath();
    Optional<ContentHash> named = ContentHash.parse(real.getFileName().toString());
    if (named.isPresent()) {
      return named.get().matches(real) ? State.OK : State.CHANGED;
    }
    if (known.isEmpty()) {
      return State.UNKNOWN;
    }
    for (ContentHash.Kind kind : ContentHash.Kind.values()) {
      if (known.contains(new ContentHash(kind, ContentHash.compute(kind, file)))) {
        return State.OK;
      }
    }
    return State.CHANGED;
  }
}
