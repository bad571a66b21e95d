package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Colours, sizes, keys and names: whether everybody can use the pages. */
@ExtendWith(World.Extension.class)
class AppearanceTest {
  private static final String LONG_NAME = "a-very-long-name-without-any-blank-".repeat(6) + ".wav";

  @ParameterizedTest
  @EnumSource(View.class)
  void everyPageIsReadableAndFitsItsWindow(View view, World world) {
    try (Studio studio = world.studio(view)) {
      studio
          .page()
          .emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      ScriptedApi api = ScriptedApi.on(studio.page());
      studio.load();
      check(studio);
      api.transcript(Transcripts.of(11, List.of(Transcripts.TEXT, "W".repeat(200)), true));
      studio.add(World.JFK, LONG_NAME);
      studio.awaitCompleted("a-very-long-name");
      assertThat(studio.find("#play")).isEnabled();
      check(studio);
      studio.find("#find").fill("you");
      studio.find("#replace-toggle").click();
      check(studio);
      studio.find("#edit").click();
      check(studio);
      studio.find("#edit").click();
      studio.find("#export summary").click();
      check(studio);
      api.newJobs("failed");
      studio.add(World.JFK, "broken.wav");
      assertThat(studio.find("#status-retry")).isVisible();
      check(studio);
      api.newJobs("running");
      studio.add(World.JFK, "long.wav");
      assertThat(studio.find("#status-cancel")).isVisible();
      check(studio);
      studio.page().keyboard().press("?");
      assertThat(studio.find("#shortcut-dialog")).isVisible();
      check(studio);
      studio.page().keyboard().press("Escape");
      studio.page().navigate(studio.page().url().replaceFirst("#.*", "#/"));
      assertThat(studio.row("long.wav")).isVisible();
      check(studio);
    }
  }

  @SuppressWarnings("unchecked")
  private static void check(Studio studio) {
    assertThat((List<String>) studio.run("accessibility.js")).isEmpty();
    assertThat(studio.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("pixels beyond the window")
        .isEqualTo(0);
  }

  @Test
  void theThemeCanBeChosenAndIsKept(World world) {
    try (Studio studio = world.studio().load()) {
      Locator body = studio.find("body");
      assertThat(body).hasCSS("background-color", "rgb(246, 245, 242)");
      studio.find("#theme").click();
      studio.find("#theme").click();
      assertThat(studio.find("#theme")).hasAttribute("aria-label", "Theme: dark");
      assertThat(body).hasCSS("background-color", "rgb(21, 21, 20)");
      studio.page().reload();
      assertThat(body).hasCSS("background-color", "rgb(21, 21, 20)");
    }
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard(World world) {
    try (Studio studio = world.studio()) {
      ScriptedApi.on(studio.page());
      studio.load();
      tabTo(studio, "#sample");
      press(studio, "Enter");
      studio.awaitCompleted("Kennedy");
      assertThat(studio.find("#play")).isEnabled();
      press(studio, " ");
      assertThat(studio.find("#play")).hasAttribute("aria-label", "Pause");
      press(studio, "k");
      press(studio, "l");
      press(studio, "+");
      assertThat(studio.find("#zoom-out")).isEnabled();
      press(studio, ">");
      assertThat(studio.find("#speed")).hasValue("1.25");
      press(studio, "e");
      assertThat(studio.find(".segment-text")).isFocused();
      studio.page().keyboard().type("Listen: ");
      press(studio, "Enter");
      assertThat(studio.find(".segment-text")).hasText("Listen: " + Transcripts.TEXT);
      press(studio, "e");
      press(studio, "Control+z");
      assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
      tabTo(studio, "#export summary");
      press(studio, "ArrowDown");
      assertThat(studio.find("[data-format=txt]")).isFocused();
      press(studio, "Escape");
      assertThat(studio.find("#export summary")).isFocused();
      tabTo(studio, "#waveform");
      press(studio, "End");
      assertThat(studio.find("#waveform")).hasAttribute("aria-valuenow", "11");
      press(studio, "?");
      assertThat(studio.find("#shortcut-dialog")).isVisible();
      press(studio, "Escape");
      assertThat(studio.find("#waveform")).isFocused();
      tabTo(studio, ".row .open");
      press(studio, "Delete");
      tabTo(studio, "#confirm-yes");
      press(studio, "Enter");
      assertThat(studio.find(".row")).hasCount(0);
    }
  }

  private static void press(Studio studio, String key) {
    studio.page().keyboard().press(key);
  }

  private static void tabTo(Studio studio, String selector) {
    for (int i = 0; i < 60; i++) {
      press(studio, "Tab");
      boolean there =
          (Boolean) studio.page().evaluate("s => document.activeElement.matches(s)", selector);
      if (there) {
        assertThat(studio.find(":focus")).not().hasCSS("outline-style", "none");
        return;
      }
    }
    throw new AssertionError("no way with the Tab key to " + selector);
  }
}
