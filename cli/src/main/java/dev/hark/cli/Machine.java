package dev.hark.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at the machine and the Java on it. */
final class Machine {
  private static final long WANTED_MEMORY_BYTES = 4_000_000_000L;
  private static final List<String> FEATURES =
      List.of("avx2", "f16c", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp");

  private static final List<String> VARIABLE_PREFIXES =
      List.of(
          "HARK_",
          "HF_",
          "HUGGING",
          "MODELSCOPE_",
          "TRANSFORMERS_OFFLINE",
          "XDG_CACHE_HOME",
          "NO_COLOR",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "JAVA_TOOL_OPTIONS",
          "OMP_");

  private Machine() {}

  static Finding java() {
    return Finding.ok(
        "Java",
        "%s (%s), heap up to %s"
            .formatted(
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                Sizes.of(Runtime.getRuntime().maxMemory())));
  }

  static Finding processor() {
    Map<String, String> info = processorInfo();
    int cores = Runtime.getRuntime().availableProcessors();
    List<String> flags = Arrays.asList(info.getOrDefault("flags", "").split(" ", -1));
    List<String> features = FEATURES.stream().filter(flags::contains).toList();
    String detail =
        "%s, %s, %d cores, %s"
            .formatted(
                info.getOrDefault("model name", "unknown processor"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                cores,
                features.isEmpty() ? "features unknown" : String.join(" ", features));
    if (!flags.contains("avx2") && info.containsKey("model name")) {
      return Finding.warn("processor", detail + "; without AVX2 it will be slow");
    }
    return cores == 1 ? Finding.warn("processor", detail) : Finding.ok("processor", detail);
  }

  /** The first processor's entries on Linux; nothing elsewhere. */
  private static Map<String, String> processorInfo() {
    Map<String, String> info = new HashMap<>();
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      lines
          .takeWhile(line -> !line.isBlank())
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> info.put(parts[0].strip(), parts[1].strip()));
    } catch (IOException | UncheckedIOException e) {
      return Map.of();
    }
    return info;
  }

  static Finding memory() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return Finding.warn("memory", "unknown");
    }
    long total = system.getTotalMemorySize();
    String detail =
        "%s, %s unused".formatted(Sizes.of(total), Sizes.of(system.getFreeMemorySize()));
    return total < WANTED_MEMORY_BYTES
        ? Finding.warn("memory", detail + "; the 0.6B model wants " + Sizes.of(WANTED_MEMORY_BYTES))
        : Finding.ok("memory", detail);
  }

  /** Whether file names in any script can be used. */
  static Finding encoding() {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.toUpperCase(Locale.ROOT).startsWith("UTF")
        ? Finding.ok("file names", encoding)
        : Finding.warn("file names", encoding + "; set LC_ALL=C.UTF-8 for names in other scripts");
  }

  /** The variables that change what Hark does; secrets are not shown. */
  static List<Finding> variables(Map<String, String> environment) {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(entry -> VARIABLE_PREFIXES.stream().anyMatch(entry.getKey()::startsWith))
            .map(entry ->
                Finding.ok(
                    "variable",
                    entry.getKey() + "=" + (isSecret(entry.getKey()) ? "(set)" : entry.getValue())))
            .toList();
  }

  private static boolean isSecret(String name) {
    return name.contains("TOKEN") || name.contains("KEY") || name.contains("PROXY");
  }
}
