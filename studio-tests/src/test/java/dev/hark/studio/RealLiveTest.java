package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Chromium's microphone over the real session to the built-in model, and back as captions. */
class RealLiveTest {
  /** The voice is heard through two changes of its rate; the model is small. */
  private static final double LEAST_HEARD = 0.7;

  @Test
  void digitsAreCaptionedWhileTheyAreSpokenAndKept(@TempDir Path folder) throws IOException {
    List<String> spoken = words(Files.readString(MiniServer.sample("digits.txt")));
    try (MiniServer server = MiniServer.start(folder);
        Chromium chromium = Chromium.hearing(MiniServer.sample("digits.wav"));
        Studio studio = Studio.open(chromium.browser(), server.uri(), View.DESKTOP).load()) {
      studio.page().setDefaultTimeout(World.PATIENCE_MS);
      studio.find("#start [data-record]").click();
      studio
          .page()
          .waitForFunction(
              "count => document.querySelector('#captions').textContent.split(/\\s+/)"
                  + ".filter(Boolean).length >= count",
              spoken.size() - 1);
      assertThat(studio.find("#live-error")).isHidden();
      studio.find("#live-stop").click();
      studio.find(".segment-text").first().waitFor();

      List<String> heard = words(String.join(" ", studio.find(".segment-text").allTextContents()));
      assertThat(commonInOrder(spoken, heard))
          .as("of %s, heard %s", spoken, heard)
          .isGreaterThanOrEqualTo((int) Math.ceil(LEAST_HEARD * spoken.size()));
      assertThat(studio.find("#play")).isEnabled();
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+", -1));
  }

  /** Length of the longest sequence of words that both have in order. */
  private static int commonInOrder(List<String> a, List<String> b) {
    int[][] longest = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        longest[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? longest[i - 1][j - 1] + 1
                : Math.max(longest[i - 1][j], longest[i][j - 1]);
      }
    }
    return longest[a.size()][b.size()];
  }
}
