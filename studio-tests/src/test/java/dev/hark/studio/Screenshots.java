package dev.hark.studio;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the pictures of docs/studio.md with a real server, the built-in model and the project's
 * samples. The argument is the folder of the pictures.
 */
final class Screenshots {
  private static final List<String> RECORDINGS =
      List.of("command.wav", "mandarin.wav", "digits.wav", "number.wav");

  private Screenshots() {}

  public static void main(String[] arguments) throws IOException {
    Path pictures = Path.of(arguments[0]);
    PlaywrightAssertions.setDefaultAssertionTimeout(World.PATIENCE_MS);
    try (MiniServer server = MiniServer.start(Files.createTempDirectory("hark-pictures"));
        Chromium chromium = Chromium.hearing(MiniServer.sample("digits.wav"))) {
      transcript(chromium, server, View.DESKTOP, pictures.resolve("studio.png"));
      transcript(chromium, server, View.DARK, pictures.resolve("studio-dark.png"));
      transcript(chromium, server, View.PHONE, pictures.resolve("studio-phone.png"));
      transcript(chromium, server, View.DARK_PHONE, pictures.resolve("studio-phone-dark.png"));
      captions(chromium, server, pictures.resolve("studio-live.png"));
    }
  }

  private static void transcript(Chromium chromium, MiniServer server, View view, Path picture) {
    try (Studio studio = Studio.open(chromium.browser(), server.uri(), view).load()) {
      for (String name : RECORDINGS) {
        studio.add(MiniServer.sample(name), name);
        studio.awaitCompleted(name);
      }
      Locator last = studio.row(RECORDINGS.getLast()).locator(".open");
      if (last.isVisible()) { // a phone shows it already, and not the list
        last.click();
      }
      studio.find(".segment-text").first().waitFor();
      studio.page().mouse().move(0, 0);
      take(studio, picture);
    }
  }

  private static void captions(Chromium chromium, MiniServer server, Path picture) {
    try (Studio studio = Studio.open(chromium.browser(), server.uri(), View.DESKTOP).load()) {
      studio.find("#start [data-record]").click();
      studio
          .page()
          .waitForFunction(
              "() => document.querySelector('#captions .stable')?.textContent.length > 4"
                  + " && document.querySelector('#captions .partial')?.textContent.length > 2");
      take(studio, picture);
      studio.find("#live-discard").click();
    }
  }

  private static void take(Studio studio, Path picture) {
    studio.page().screenshot(new Page.ScreenshotOptions().setPath(picture));
  }
}
