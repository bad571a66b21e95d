package dev.hark.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/** Windows in which the studio is looked at. */
enum View {
  DESKTOP(1280, 800, ColorScheme.LIGHT, false),
  DARK(1280, 800, ColorScheme.DARK, false),
  PHONE(360, 720, ColorScheme.LIGHT, true),
  DARK_PHONE(360, 720, ColorScheme.DARK, true);

  private final int width;
  private final int height;
  private final ColorScheme colors;
  private final boolean touch;

  View(int width, int height, ColorScheme colors, boolean touch) {
    this.width = width;
    this.height = height;
    this.colors = colors;
    this.touch = touch;
  }

  Browser.NewContextOptions context() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(colors)
        .setHasTouch(touch)
        .setIsMobile(touch)
        .setLocale("en-GB");
  }
}
