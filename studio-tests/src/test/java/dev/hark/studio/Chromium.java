package dev.hark.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, without a window, with a recording for a microphone. */
final class Chromium implements AutoCloseable {
  private static final List<String> USUAL_PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  private final Playwright playwright = Playwright.create();
  private final Browser browser;

  private Chromium(Path microphone) {
    List<String> arguments =
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-audio-capture=" + microphone + "%noloop");
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(executable()).setArgs(arguments));
  }

  static Chromium hearing(Path microphone) {
    return new Chromium(microphone);
  }

  Browser browser() {
    return browser;
  }

  private static Path executable() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("HARK_CHROMIUM")).stream(), USUAL_PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no Chromium in "
                    + USUAL_PLACES
                    + ": install it (apt-get install chromium) or set HARK_CHROMIUM"));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
