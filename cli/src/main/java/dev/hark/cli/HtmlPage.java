package dev.hark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** An HTML page that needs nothing else: style and images are inside. */
final class HtmlPage {
  private static final String STYLE = "report.css";

  private final StringBuilder out = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param facts named values below the title
   */
  HtmlPage(String title, Map<String, String> facts) throws IOException {
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    out.append(" img-src data:; style-src 'unsafe-inline'\">\n");
    out.append("<title>").append(escape(title)).append("</title>\n<style>\n");
    out.append(style()).append("</style></head>\n<body><main>\n");
    out.append("<header><h1>").append(escape(title)).append("</h1>\n<dl class=\"facts\">");
    facts.forEach((name, value) ->
        out.append("<div><dt>")
            .append(escape(name))
            .append("</dt><dd>")
            .append(escape(value))
            .append("</dd></div>"));
    out.append("</dl></header>\n");
  }

  /** Adds markup as it is. */
  HtmlPage append(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds a number. */
  HtmlPage append(long number) {
    out.append(number);
    return this;
  }

  /** Adds a value in large letters; tiles belong in a section of that class. */
  void tile(String label, String value, String note) {
    out.append("<div class=\"tile\"><span>").append(escape(label)).append("</span><strong>");
    out.append(escape(value)).append("</strong><small>").append(escape(note));
    out.append("</small></div>");
  }

  /** Adds an image. */
  void image(byte[] png, String description) {
    out.append("<div class=\"scroll\"><img alt=\"");
    out.append(escape(description)).append("\" src=\"data:image/png;base64,");
    out.append(Base64.getEncoder().encodeToString(png)).append("\"></div>\n");
  }

  /** The whole page. */
  String end() {
    return out.append("</main></body></html>\n").toString();
  }

  /** Text that is markup no more. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE)) {
      return new String(Objects.requireNonNull(in, STYLE).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
