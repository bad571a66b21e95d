package dev.hark.mini;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder of files that lies in a jar, where memory mapping cannot reach it. */
final class PackedFolder {
  private static final int KEY_LENGTH = 16;

  private final Class<?> owner;
  private final String name;
  private final List<String> resources;

  /**
   * A folder of resources, which may lie in several.
   *
   * @param name what the folder's name begins with
   * @param resources paths from the class's package; files are named by their last part
   */
  PackedFolder(Class<?> owner, String name, List<String> resources) {
    this.owner = owner;
    this.name = name;
    this.resources = resources;
  }

  /**
   * Writes the files to a folder whose name tells their content. A file that differs is replaced,
   * by a rename, so that who reads the folder at the same time sees whole files only.
   *
   * @return {@code parent/name-key}
   * @throws UncheckedIOException if it cannot be written
   */
  Path unpack(Path parent) {
    try {
      Map<String, byte[]> files = read();
      Path target = parent.resolve(name + "-" + key(files));
      Files.createDirectories(target);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path place = target.resolve(file.getKey());
        if (!holds(place, file.getValue())) {
          replace(place, file.getValue());
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be unpacked into %s: %s".formatted(name, parent, e.getMessage()), e);
    }
  }

  private Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String resource : resources) {
      try (InputStream in = owner.getResourceAsStream(resource)) {
        if (in == null) {
          throw new FileNotFoundException(resource + " is not in the jar");
        }
        files.put(resource.substring(resource.lastIndexOf('/') + 1), in.readAllBytes());
      }
    }
    return files;
  }

  private static boolean holds(Path place, byte[] content) throws IOException {
    return Files.isRegularFile(place)
        && Files.size(place) == content.length
        && Arrays.equals(Files.readAllBytes(place), content);
  }

  private static void replace(Path place, byte[] content) throws IOException {
    Path aside = Files.createTempFile(place.getParent(), ".unpacking-", "");
    try {
      Files.write(aside, content);
      try {
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
        Files.move(aside, place, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static String key(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach((name, content) -> {
        digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
      });
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
