package dev.hark.engine.format;

import dev.hark.engine.Transcription;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The shapes a transcript can be written in. Writing is a pure function of the transcript and the
 * options: no files, no clock.
 */
public enum TranscriptFormat {
  /** Plain text, a line for each segment. */
  TXT,
  /**
   * JSON with the top level of whisper ({@code text}, {@code segments}, {@code language}) and what
   * became of every second of the audio.
   */
  JSON,
  /** SubRip subtitles. */
  SRT,
  /** WebVTT subtitles. */
  VTT,
  /** A table of start and end in milliseconds and text, parted by tabs, as in whisper. */
  TSV,
  /** Lyrics with a time for each line; with highlighted words, for each word. */
  LRC;

  /**
   * The format of this name, in any case.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static TranscriptFormat of(String name) {
    for (TranscriptFormat format : values()) {
      if (format.name().equalsIgnoreCase(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "transcript format: got \"%s\"; wanted one of %s"
            .formatted(
                name,
                Arrays.stream(values())
                    .map(TranscriptFormat::extension)
                    .collect(Collectors.joining(", "))));
  }

  /** File name extension, without the dot. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code transcription} in this format with the usual {@link SubtitleOptions}. */
  public String format(Transcription transcription) {
    return format(transcription, SubtitleOptions.create());
  }

  /** {@code transcription} in this format; the options matter to SRT, VTT and LRC only. */
  public String format(Transcription transcription, SubtitleOptions options) {
    return switch (this) {
      case TXT -> Tables.text(transcription);
      case TSV -> Tables.tsv(transcription);
      case JSON -> TranscriptJson.write(transcription);
      case SRT -> Subtitles.subRip(transcription, options);
      case VTT -> Subtitles.webVtt(transcription, options);
      case LRC -> Lyrics.write(transcription, options);
    };
  }

  /** Appends what {@link #format(Transcription, SubtitleOptions)} returns to {@code out}. */
  public void write(Transcription transcription, SubtitleOptions options, Appendable out)
      throws IOException {
    out.append(format(transcription, options));
  }
}
