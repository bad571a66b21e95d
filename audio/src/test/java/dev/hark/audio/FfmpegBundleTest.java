package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegBundleTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

  @TempDir private Path cache;

  @Test
  void isUnpackedOnceAndRenewedWhereDamaged() throws IOException {
    Path folder = unpacked();
    List<Path> files = list(folder);
    assertThat(files).hasSizeGreaterThan(5).allMatch(Files::isExecutable);
    for (Path file : files) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }

    assertThat(unpacked()).isEqualTo(folder);
    assertThat(files).allMatch(f -> f.toFile().lastModified() == 0);

    Path damaged = files.getFirst();
    long size = Files.size(damaged);
    Files.write(damaged, new byte[10]);
    assertThat(unpacked()).isEqualTo(folder);
    assertThat(Files.size(damaged)).isEqualTo(size);
    assertThat(list(folder)).containsExactlyElementsOf(files);
    assertThat(list(cache)).containsExactly(folder);
  }

  @Test
  void otherPlatformsAreNotThere() throws IOException {
    assertThat(FfmpegBundle.unpacked("amiga-68k", cache)).isEmpty();
  }

  private Path unpacked() throws IOException {
    return FfmpegBundle.unpacked(FfmpegProgram.platform(), cache).orElseThrow();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
