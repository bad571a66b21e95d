package dev.hark.cli;

import dev.hark.engine.Transcription;
import dev.hark.engine.format.SubtitleOptions;
import dev.hark.engine.format.TranscriptFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that hold results. Each appears whole; what a stopped or failed input left is called
 * {@code .partial} before the extension and goes away when the input is done later.
 */
final class Results {
  private static final String PARTIAL = ".partial";

  private final List<TranscriptFormat> formats;
  private final SubtitleOptions subtitles;

  Results(List<TranscriptFormat> formats, SubtitleOptions subtitles) {
    this.formats = List.copyOf(formats);
    this.subtitles = subtitles;
  }

  /** The files of a finished input. */
  List<Path> files(Path target) {
    return formats.stream().map(format -> file(target, "", format)).toList();
  }

  boolean exist(Path target) {
    return files(target).stream().allMatch(Files::exists);
  }

  /** Writes the files of a finished input and removes what an earlier attempt left. */
  void write(Path target, Transcription transcription) throws IOException {
    write(target, "", transcription);
    for (TranscriptFormat format : formats) {
      Files.deleteIfExists(file(target, PARTIAL, format));
    }
  }

  /** Writes the files of an input that did not get to its end, and returns them. */
  List<Path> writePartial(Path target, Transcription transcription) throws IOException {
    return write(target, PARTIAL, transcription);
  }

  private List<Path> write(Path target, String mark, Transcription transcription)
      throws IOException {
    List<Path> written = new ArrayList<>();
    for (TranscriptFormat format : formats) {
      Path file = file(target, mark, format);
      AtomicFile.write(file, format.format(transcription, subtitles));
      written.add(file);
    }
    return written;
  }

  private static Path file(Path target, String mark, TranscriptFormat format) {
    return target.resolveSibling(target.getFileName() + mark + "." + format.extension());
  }
}
