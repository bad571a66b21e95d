package dev.hark.engine.graph;

import dev.hark.engine.Precision;
import dev.hark.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A model's compiled networks in the cache folder. The folder's name is a digest of checkpoint,
 * recipe, runtime and processor, so a change of any makes a new one. It is built aside and moved
 * into place whole; every file is checked against its checksum before it is used, and a damaged
 * folder is built again.
 */
public final class CompiledNetworks {
  static final String STEM = "stem";
  static final String ENCODER = "encoder";
  static final String DECODER = "decoder";

  /** One build at a time in this process; file locks keep other processes out. */
  private static final ConcurrentHashMap<Path, Object> BUILDING = new ConcurrentHashMap<>();

  private final Path directory;
  private final Recipe recipe;

  private CompiledNetworks(Path directory, Precision precision) {
    this.directory = directory;
    this.recipe = Recipe.of(precision);
  }

  /**
   * Finds or builds the networks of a model.
   *
   * @param cache folder that holds compiled networks of all models; created if missing
   * @throws ModelException if the cache cannot be written
   */
  public static CompiledNetworks open(
      NetworkPlan plan, Precision precision, Path cache, int threads) {
    String key = key(plan, precision);
    if (Manifest.matches(cache.resolve(key))) {
      return new CompiledNetworks(cache.resolve(key), precision);
    }
    try {
      Files.createDirectories(cache);
      // One name for the folder, since a file can be locked only once in a process.
      Path directory = cache.toRealPath().resolve(key);
      synchronized (BUILDING.computeIfAbsent(directory, _ -> new Object())) {
        try (FileChannel channel =
                FileChannel.open(
                    directory.resolveSibling(key + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock _ = channel.lock()) {
          if (!Manifest.matches(directory)) {
            deleteUnfinished(cache, directory);
            build(plan, precision, directory, threads);
          }
        }
      }
      return new CompiledNetworks(directory, precision);
    } catch (IOException | UncheckedIOException e) {
      throw new ModelException(
          "cannot write the compiled model to %s: %s; free space there or name another folder with HARK_CACHE"
              .formatted(cache, reason(e)),
          e);
    }
  }

  private static void build(NetworkPlan plan, Precision precision, Path directory, int threads)
      throws IOException {
    Path aside = Files.createTempDirectory(directory.getParent(), directory.getFileName() + ".tmp");
    try {
      new NetworkCompiler(plan, precision, threads).compile(aside);
      Manifest.write(aside);
      delete(directory);
      Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(aside);
      FreeMemory.release();
    }
  }

  /** Deletes what builds of a folder left whose process was killed; only under its lock. */
  private static void deleteUnfinished(Path cache, Path directory) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(cache, directory.getFileName() + ".tmp*")) {
      for (Path folder : left) {
        delete(folder);
      }
    }
  }

  private static String key(NetworkPlan plan, Precision precision) {
    String parts =
        String.join(
            "\n",
            List.of(
                plan.contentKey(),
                plan.toString().replaceAll("weights=.*", ""),
                Recipe.of(precision).toString(),
                Integer.toString(NetworkCompiler.VERSION),
                OnnxSession.ENVIRONMENT.getVersion(),
                System.getProperty("os.arch"),
                processor()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
      return precision.name().toLowerCase(java.util.Locale.ROOT)
          + "-"
          + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What the kernels choose their packing by: the processor's features, where they can be read. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException file -> file.getFile() + " is not a folder";
      default -> String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
    };
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Where the files are. */
  public Path directory() {
    return directory;
  }

  static Path model(Path directory, String name) {
    return directory.resolve(name + ".onnx");
  }

  private boolean optimized() {
    return recipe.precision() == Precision.F32;
  }

  /** How the weights are stored. */
  Recipe recipe() {
    return recipe;
  }

  OnnxSession stem(int threads) {
    return OnnxSession.open(model(directory, STEM), optimized(), threads);
  }

  OnnxSession encoder(int threads) {
    return OnnxSession.open(model(directory, ENCODER), optimized(), threads);
  }

  OnnxSession decoder(int threads) {
    return OnnxSession.open(model(directory, DECODER), optimized(), threads);
  }
}
