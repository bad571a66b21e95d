package dev.hark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder on a disk of a few megabytes. Where nothing may be mounted it is an ordinary folder, and
 * processes can be kept from writing files of more than that.
 */
record SmallDisk(Path path, boolean mounted) implements AutoCloseable {
  static SmallDisk in(Path folder, int megabytes) throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    return new SmallDisk(
        disk,
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", disk.toString()));
  }

  /** Makes the disk larger or smaller, if it is one. */
  void resize(int megabytes) throws IOException, InterruptedException {
    if (mounted && !run("mount", "-o", "remount,size=" + megabytes + "m", path.toString())) {
      throw new IOException(path + " cannot be resized");
    }
  }

  /** The process, unable to write more than that into a file. */
  static ProcessBuilder limited(ProcessBuilder process, int megabytes) {
    String limit = "ulimit -f %d; exec \"$@\"".formatted(megabytes * 2048);
    process.command().addAll(0, List.of("sh", "-c", limit, "sh"));
    return process;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        run("umount", path.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
