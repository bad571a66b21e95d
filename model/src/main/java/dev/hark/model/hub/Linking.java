package dev.hark.model.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A way to let a snapshot show a blob. */
@FunctionalInterface
interface Linking {
  /** Relative symbolic link, hard link, copy: the first that the file system allows is taken. */
  List<Linking> ALL =
      List.of(Linking::symbolic, Files::createLink, (link, blob) -> Files.copy(blob, link));

  /**
   * Creates {@code link}.
   *
   * @throws IOException or UnsupportedOperationException if the file system cannot
   */
  void link(Path link, Path blob) throws IOException;

  private static void symbolic(Path link, Path blob) throws IOException {
    Path folder = Objects.requireNonNull(link.getParent(), "link without folder");
    Files.createSymbolicLink(link, folder.relativize(blob));
  }
}
