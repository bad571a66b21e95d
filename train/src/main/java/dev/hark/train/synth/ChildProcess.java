package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, within a time limit. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * What the program writes to its standard output.
   *
   * @param scratch a folder of this call, for the output until it is read
   * @throws DataException if the program cannot be started, fails, or takes longer
   */
  static byte[] run(List<String> command, Path scratch, Duration limit) {
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new DataException("%s: not done after %d s".formatted(command, limit.toSeconds()));
        }
      } finally {
        process.destroyForcibly();
      }
      if (process.exitValue() != 0) {
        String said = Files.readString(err, StandardCharsets.ISO_8859_1).strip();
        throw new DataException(
            "%s: ended with %d%s"
                .formatted(
                    command,
                    process.exitValue(),
                    said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse("")));
      }
      return Files.readAllBytes(out);
    } catch (IOException e) {
      throw new DataException("%s: cannot be run: %s".formatted(command, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("%s: interrupted".formatted(command), e);
    }
  }
}
