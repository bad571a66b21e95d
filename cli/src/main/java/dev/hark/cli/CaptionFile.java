package dev.hark.cli;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import dev.hark.engine.format.TranscriptFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is heard live, kept in a file whose name says the format. Text is written line by line; the
 * other formats when the session ends.
 */
final class CaptionFile {
  private final Path file;
  private final TranscriptFormat format;
  private final List<Segment> segments = new ArrayList<>();

  private CaptionFile(Path file, TranscriptFormat format) {
    this.file = file;
    this.format = format;
  }

  /** A new file, over what was there. */
  static CaptionFile create(Path file) throws IOException {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    TranscriptFormat format =
        dot < 0 ? TranscriptFormat.TXT : TranscriptFormat.of(name.substring(dot + 1));
    Files.writeString(file, "");
    return new CaptionFile(file, format);
  }

  /** Adds a finished segment. */
  void add(Segment segment) {
    if (format != TranscriptFormat.TXT) {
      segments.add(segment);
      return;
    }
    try {
      Files.writeString(
          file, segment.text() + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.reason(e), e);
    }
  }

  /** Writes what was kept for the end. */
  void finish(Duration heard) throws IOException {
    if (format != TranscriptFormat.TXT) {
      AtomicFile.write(file, format.format(Transcription.of(heard, segments, List.of())));
    }
  }
}
