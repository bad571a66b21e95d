package dev.hark.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFolderTest {
  private static final PackedFolder PACKED =
      new PackedFolder(PackedFolderTest.class, "name", List.of("packed/a.txt", "packed/b.txt"));

  @TempDir private Path parent;

  @Test
  void allFilesAreThereAndNothingElse() throws IOException {
    Path folder = PACKED.unpack(parent);
    assertThat(folder.getFileName().toString()).matches("name-[0-9a-f]{16}");
    assertThat(folder.resolve("a.txt")).hasContent("first");
    assertThat(folder.resolve("b.txt")).hasContent("second");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFileThatIsAsItShouldBeIsLeftAlone() throws IOException {
    Path file = PACKED.unpack(parent).resolve("a.txt");
    Object key = Files.readAttributes(file, "unix:ino").get("ino");
    PACKED.unpack(parent);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(key);
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    Path folder = PACKED.unpack(parent);
    Files.writeString(folder.resolve("a.txt"), "fIrst");
    Files.delete(folder.resolve("b.txt"));
    PACKED.unpack(parent);
    assertThat(folder.resolve("a.txt")).hasContent("first");
    assertThat(folder.resolve("b.txt")).hasContent("second");
  }

  @Test
  void manyMayUnpackAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Path>> tasks =
          Stream.generate(() -> (Callable<Path>) () -> PACKED.unpack(parent)).limit(32).toList();
      for (Future<Path> folder : threads.invokeAll(tasks)) {
        assertThat(folder.get().resolve("b.txt")).hasContent("second");
      }
    }
  }

  @Test
  void aFileThatTheJarLacksIsNamed() {
    PackedFolder lacking =
        new PackedFolder(PackedFolderTest.class, "name", List.of("packed/c.txt"));
    assertThatThrownBy(() -> lacking.unpack(parent))
        .hasCauseInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("packed/c.txt");
  }
}
