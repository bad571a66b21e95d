package dev.hark.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The terminal that the process may be attached to. */
final class Terminal {
  static final int OUT = 1;
  static final int ERR = 2;
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /**
   * Whether a standard stream leads to a terminal. Where the system does not tell for each of them,
   * they are taken to lead to the same place.
   */
  static boolean shows(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  /** Whether standard output feeds another program, which may write to the same terminal. */
  static boolean outputIsPiped() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + OUT)).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether text may be moved about and coloured. */
  static boolean understandsControls() {
    return !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether colours are welcome, see no-color.org. */
  static boolean wantsColours() {
    return understandsControls() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Its width now; 80 where it cannot be asked. */
  static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      String[] size = said.strip().split(" ", 2);
      int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (IOException | NumberFormatException e) {
      return USUAL_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_COLUMNS;
    }
  }
}
