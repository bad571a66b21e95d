package dev.hark.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The studio in a window with a storage of its own. Closing it fails if the page logged an error,
 * opened a dialog of the browser's, or asked anybody but its server.
 */
final class Studio implements AutoCloseable {
  private final BrowserContext context;
  private final Page page;
  private final URI server;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  private Studio(Browser browser, URI server, View view) {
    this.server = server;
    this.context = browser.newContext(view.context());
    context.setDefaultTimeout(World.PATIENCE_MS);
    this.page = context.newPage();
    watch();
  }

  /** A window in which the studio is not loaded yet. */
  static Studio open(Browser browser, URI server, View view) {
    return new Studio(browser, server, view);
  }

  private void watch() {
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add("console: " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    context.onRequest(request -> {
      String url = request.url();
      boolean own = url.startsWith(server.toString() + "/");
      if (!own && !url.startsWith("blob:" + server) && !url.startsWith("data:")) {
        complaints.add("foreign request: " + url);
      }
    });
  }

  /** Loads the start page. */
  Studio load() {
    page.navigate(server.resolve("/").toString());
    page.locator("#health[data-state]:not([data-state=''])").waitFor();
    return this;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Chooses files that all hold the same recording. */
  void add(Path recording, String... names) {
    byte[] bytes = bytes(recording);
    page.setInputFiles(
        "#file-picker",
        Stream.of(names)
            .map(name -> new FilePayload(name, "audio/wav", bytes))
            .toArray(FilePayload[]::new));
  }

  /** The line of a recording in the list. */
  Locator row(String name) {
    return page.locator(".row", new Page.LocatorOptions().setHasText(name));
  }

  /** Waits until a recording has its transcript. */
  void awaitCompleted(String name) {
    page.locator(".row[data-status='completed']", new Page.LocatorOptions().setHasText(name))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  /** Says that the browser will log this, because the test makes the server refuse something. */
  void expectConsole(String part) {
    expected.add(part);
  }

  /** Runs a script of the test resources in the page. */
  Object run(String script) {
    return page.evaluate(resource(script));
  }

  static String resource(String name) {
    try (InputStream in = Studio.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<String> heard = List.copyOf(complaints);
    page.unrouteAll(); // or a request that comes while the window closes fails the closing
    context.close();
    assertThat(heard)
        .filteredOn(complaint -> expected.stream().noneMatch(complaint::contains))
        .isEmpty();
  }
}
