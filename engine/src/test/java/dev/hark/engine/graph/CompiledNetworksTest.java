package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of compiled networks under damage, rivals and missing room. */
class CompiledNetworksTest {
  @TempDir Path cache;
  private final SmallDecoder decoder = new SmallDecoder();
  private CompiledNetworks compiled;
  private int fingerprint;

  @BeforeEach
  void compile() {
    compiled = decoder.open(cache);
    fingerprint = decoder.fingerprint(compiled);
    assertThat(decoder.builds()).isEqualTo(1);
  }

  @Test
  void secondOpeningDoesNotBuildAgain() throws IOException {
    Map<String, Object> before = identities();
    assertThat(decoder.fingerprint(decoder.open(cache))).isEqualTo(fingerprint);
    assertThat(decoder.builds()).isEqualTo(1);
    assertThat(identities()).isEqualTo(before);
  }

  @Test
  void folderOfTheCacheMayBeNamedInSeveralWays() throws IOException {
    Path roundabout = cache.resolve("..").resolve(String.valueOf(cache.getFileName()));
    assertThat(decoder.fingerprint(decoder.open(roundabout))).isEqualTo(fingerprint);
    assertThat(decoder.builds()).isEqualTo(1);
  }

  @Test
  void flippedByteInAnyFileIsRepaired() throws IOException {
    for (String name : identities().keySet()) {
      Path file = compiled.directory().resolve(name);
      int size = (int) Files.size(file);
      for (int at : new int[] {0, size / 2, size - 1}) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x40;
        Files.write(file, bytes);
        assertRepaired("byte %d of %s".formatted(at, name));
      }
    }
  }

  @Test
  void anyByteOfTheManifestMayBeWrong() throws IOException {
    Path manifest = compiled.directory().resolve("manifest.txt");
    byte[] good = Files.readAllBytes(manifest);
    for (int at = 0; at < good.length; at += 5) {
      for (byte wrong : new byte[] {0, '\n', ' ', '/', -1}) {
        byte[] bytes = good.clone();
        bytes[at] = wrong;
        Files.write(manifest, bytes);
        if (!Arrays.equals(bytes, good)) {
          assertThat(Manifest.matches(compiled.directory())).as("%d at %d", wrong, at).isFalse();
        }
      }
    }
  }

  @Test
  void truncatedOrMissingFilesAreBuiltAgain() throws IOException {
    for (String name : identities().keySet()) {
      Path file = compiled.directory().resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 2));
      assertRepaired("end of %s cut".formatted(name));
      Files.write(file, new byte[0]);
      assertRepaired("%s empty".formatted(name));
      Files.delete(file);
      assertRepaired("%s missing".formatted(name));
    }
  }

  @Test
  void manifestThatLostALineIsNotTrusted() throws IOException {
    Path manifest = compiled.directory().resolve("manifest.txt");
    List<String> lines = Files.readAllLines(manifest);
    assertThat(lines).hasSize(2);
    Files.write(manifest, lines.subList(0, 1));
    assertRepaired("line of the manifest missing");
  }

  private void assertRepaired(String damage) throws IOException {
    int builds = decoder.builds();
    assertThat(decoder.fingerprint(decoder.open(cache))).as(damage).isEqualTo(fingerprint);
    assertThat(decoder.builds()).as(damage).isEqualTo(builds + 1);
    assertThat(decoder.open(cache).directory()).isEqualTo(compiled.directory());
    assertThat(decoder.builds()).as(damage).isEqualTo(builds + 1);
    assertNothingHalfWritten();
  }

  @Test
  void restsOfADeadBuildDoNoHarmAndAreCleared() throws IOException {
    Path rest = Files.createDirectory(cache.resolve(compiled.directory().getFileName() + ".tmp42"));
    Files.writeString(rest.resolve("decoder.plain.onnx"), "half");
    Files.delete(compiled.directory().resolve("manifest.txt"));

    assertRepaired("rests of a dead build");
  }

  @Test
  void threadsAtOnceBuildOnce() throws Exception {
    SmallDecoder shared = new SmallDecoder();
    Path folder = cache.resolve("threads");
    Path roundabout = folder.resolve("..").resolve("threads");
    CyclicBarrier barrier = new CyclicBarrier(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path name = i % 2 == 0 ? folder : roundabout;
        calls.add(() -> {
          barrier.await();
          return shared.fingerprint(shared.open(name));
        });
      }
      for (Future<Integer> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(fingerprint);
      }
    }
    assertThat(shared.builds()).isEqualTo(1);
  }

  @Test
  void processesAtOnceBuildOnce() throws Exception {
    Path folder = cache.resolve("processes");
    List<Process> processes = List.of(process(folder, 0), process(folder, 0));
    int builds = 0;
    for (Process process : processes) {
      String[] output = output(process).split(" ", 2);
      builds += Integer.parseInt(output[0]);
      assertThat(output[1]).isEqualTo(Integer.toString(fingerprint));
    }
    assertThat(builds).isEqualTo(1);
  }

  @Test
  void fileInPlaceOfTheFolderIsReportedInOneLine() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "");
    for (Path folder : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> decoder.open(folder))
          .isInstanceOf(ModelException.class)
          .hasMessageMatching(
              "cannot write the compiled model to .*file.*: .+; free space there or name another"
                  + " folder with HARK_CACHE")
          .hasMessageNotContaining("null");
    }
  }

  /** A limit on the size of files fails writes as a full disk does, at several points. */
  @Test
  void fullDiskIsReportedAndLeavesNothingHalfWritten() throws Exception {
    long weights = Files.size(compiled.directory().resolve("decoder.weights"));
    for (long limit : new long[] {2000, 20_000, weights - 1}) {
      Path folder = cache.resolve("full" + limit);
      assertThat(output(process(folder, limit)))
          .as("files of at most %d bytes", limit)
          .startsWith(ModelException.class.getName() + ": cannot write the compiled model to")
          .contains("; free space there")
          .doesNotContain("\n");
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left.filter(Files::isDirectory)).as("left by %d bytes", limit).isEmpty();
      }
      assertThat(decoder.fingerprint(decoder.open(folder))).isEqualTo(fingerprint);
    }
  }

  private static Process process(Path folder, long fileLimitBytes) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SmallDecoder.class.getName(),
            folder.toString(),
            Long.toString(fileLimitBytes))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String output(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  private void assertNothingHalfWritten() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      assertThat(entries.filter(Files::isDirectory)).containsExactly(compiled.directory());
    }
  }

  /** What tells a file from another one of the same name. */
  private Map<String, Object> identities() throws IOException {
    Map<String, Object> identities = new TreeMap<>();
    try (Stream<Path> files = Files.list(compiled.directory())) {
      for (Path file : files.toList()) {
        identities.put(
            String.valueOf(file.getFileName()),
            List.of(
                Files.getLastModifiedTime(file),
                String.valueOf(Files.getAttribute(file, "fileKey")),
                Files.size(file)));
      }
    }
    return identities;
  }
}
