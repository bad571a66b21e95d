package dev.hark.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Unpacks the executable and its libraries from the {@code org.bytedeco:ffmpeg} jar. */
final class FfmpegBundle {
  private FfmpegBundle() {}

  /** The folder in the user's cache that holds them; empty if the jar is not on the class path. */
  static Optional<Path> unpacked(String platform) {
    try {
      return unpacked(platform, cache());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The folder below {@code cache} that holds them; what is missing or damaged there is renewed.
   */
  static Optional<Path> unpacked(String platform, Path cache) throws IOException {
    String folder = "org/bytedeco/ffmpeg/" + platform + "/";
    String program = folder + (platform.startsWith("windows") ? "ffmpeg.exe" : "ffmpeg");
    URL url = FfmpegBundle.class.getClassLoader().getResource(program);
    if (url == null) {
      return Optional.empty();
    }
    if (!(url.openConnection() instanceof JarURLConnection connection)) {
      return Optional.empty();
    }
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      return Optional.of(unpack(jar, folder, cache));
    }
  }

  private static Path unpack(JarFile jar, String folder, Path cache) throws IOException {
    List<JarEntry> entries =
        jar.stream().filter(e -> e.getName().startsWith(folder) && isWanted(e, folder)).toList();
    // A name that another version or another build of the jar cannot share.
    long fingerprint = 0;
    for (JarEntry entry : entries) {
      fingerprint = 31 * fingerprint + entry.getCrc();
    }
    Path target = cache.resolve("ffmpeg-%016x".formatted(fingerprint));
    if (isComplete(entries, folder, target)) {
      return target;
    }
    Files.createDirectories(target.getParent());
    Path parts = Files.createTempDirectory(target.getParent(), "ffmpeg-part");
    try {
      for (JarEntry entry : entries) {
        Path file = parts.resolve(entry.getName().substring(folder.length()));
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
        if (!file.toFile().setExecutable(true, true)) {
          throw new IOException(file + " cannot be made executable");
        }
      }
      publish(parts, target, () -> isComplete(entries, folder, target));
      return target;
    } finally {
      delete(parts);
    }
  }

  /** Moves the finished folder into place, unless another process was faster. */
  private static void publish(Path parts, Path target, BooleanSupplier isThere) throws IOException {
    try {
      Files.move(parts, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!isThere.getAsBoolean()) {
        // What is there is damaged. Its files are replaced one by one, each atomically.
        for (Path file : list(parts)) {
          Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private static boolean isComplete(List<JarEntry> entries, String folder, Path target) {
    return entries.stream()
        .allMatch(e -> {
          Path file = target.resolve(e.getName().substring(folder.length()));
          return Files.isExecutable(file) && file.toFile().length() == e.getSize();
        });
  }

  private static boolean isWanted(JarEntry entry, String folder) {
    String file = entry.getName().substring(folder.length());
    boolean library = file.contains(".so") || file.endsWith(".dylib") || file.endsWith(".dll");
    boolean binding = file.startsWith("libjni") || file.startsWith("jni");
    return !file.contains("/")
        && (file.equals("ffmpeg") || file.equals("ffmpeg.exe") || (library && !binding));
  }

  /** The user's cache, or a folder of the user among the temporary files where there is no home. */
  private static Path cache() throws IOException {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home", ""));
    Path cache =
        configured != null && Path.of(configured).isAbsolute()
            ? Path.of(configured)
            : home.resolve(".cache");
    if (cache.isAbsolute() && Files.isWritable(Files.isDirectory(cache) ? cache : home)) {
      return cache.resolve("hark");
    }
    String user = System.getProperty("user.name", "user");
    Path shared = Path.of(System.getProperty("java.io.tmpdir"), "hark-" + user);
    Files.createDirectories(shared);
    if (!Files.getOwner(shared, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
      throw new IOException(shared + " belongs to another user");
    }
    return shared;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      for (Path file : list(folder)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
