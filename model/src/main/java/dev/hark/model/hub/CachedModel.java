package dev.hark.model.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A model in the cache.
 *
 * @param repository {@code organization/name}
 * @param revisions branches and tags that lead to it
 * @param commit which content it is
 * @param folder where its files lie
 * @param sizeBytes length of its files
 * @param type its {@code model_type}; empty if its configuration names none
 * @param missing files it lacks
 */
public record CachedModel(
    String repository,
    List<String> revisions,
    String commit,
    Path folder,
    long sizeBytes,
    String type,
    List<String> missing) {
  public CachedModel {
    revisions = List.copyOf(revisions);
    missing = List.copyOf(missing);
  }

  /** Whether it has every file it needs. */
  public boolean complete() {
    return missing.isEmpty();
  }
}
