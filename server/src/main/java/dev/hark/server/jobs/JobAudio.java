package dev.hark.server.jobs;

import dev.hark.server.http.ApiException;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a recording back, whole or the range that was asked for. */
final class JobAudio {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** By the name that the client gave; none of these can be run by a browser. */
  private static final Map<String, String> TYPES =
      Map.of(
          "wav", "audio/wav",
          "mp3", "audio/mpeg",
          "m4a", "audio/mp4",
          "mp4", "audio/mp4",
          "flac", "audio/flac",
          "ogg", "audio/ogg",
          "opus", "audio/ogg",
          "webm", "audio/webm");

  private JobAudio() {}

  static void write(Context context, Path file, String fileName) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      Span span = span(Optional.ofNullable(context.header("Range")), size);
      context
          .status(span.partial() ? 206 : 200)
          .contentType(type(fileName))
          .header("Accept-Ranges", "bytes")
          .header("Content-Disposition", disposition(fileName));
      if (span.partial()) {
        context.header("Content-Range", "bytes %d-%d/%d".formatted(span.from, span.to - 1, size));
      }
      context.res().setContentLengthLong(span.to - span.from);
      var out = Channels.newChannel(context.res().getOutputStream());
      for (long at = span.from; at < span.to; ) {
        at += channel.transferTo(at, Math.min(1 << 16, span.to - at), out);
      }
    } catch (NoSuchFileException e) {
      throw ApiException.of(404, "not_found", "the recording is not there any more");
    }
  }

  private static Span span(Optional<String> range, long size) {
    Matcher parts = RANGE.matcher(range.orElse(""));
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return new Span(0, size, false); // several ranges or other units may be answered with all
    }
    long from;
    long to = size;
    if (parts.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(parts.group(2)));
    } else {
      from = Long.parseLong(parts.group(1));
      to = parts.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(parts.group(2)) + 1);
    }
    if (from >= to) {
      throw ApiException.of(
          416, "range_not_satisfiable", "the recording has %d bytes".formatted(size));
    }
    return new Span(from, to, true);
  }

  private static String type(String fileName) {
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /** The name in the one form that takes every character and lets none act. */
  private static String disposition(String fileName) {
    return "attachment; filename*=UTF-8''"
        + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Span(long from, long to, boolean partial) {}
}
