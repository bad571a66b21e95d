package dev.hark.cli;

import dev.hark.engine.format.SubtitleOptions;
import dev.hark.engine.format.TranscriptFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say where results go and what they look like. */
final class OutputFlags {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = {"-o", "--output-dir", "--output_dir"},
      paramLabel = "FOLDER",
      description = "Folder for the results, made if missing; - for standard output.")
  private Optional<String> folder = Optional.empty();

  @Option(
      names = {"-f", "--output-format", "--output_format"},
      paramLabel = "FORMATS",
      split = ",",
      description = "txt, json, srt, vtt, tsv, lrc or all; several with commas.")
  private List<String> formats = new ArrayList<>();

  @Option(
      names = {"--max-line-width", "--max_line_width"},
      paramLabel = "N",
      description = "Widest subtitle line in columns (default: 42).")
  private Optional<Integer> lineWidth = Optional.empty();

  @Option(
      names = {"--max-line-count", "--max_line_count"},
      paramLabel = "N",
      description = "Most lines of a subtitle (default: 2).")
  private Optional<Integer> lineCount = Optional.empty();

  @Option(
      names = {"--max-words-per-line", "--max_words_per_line"},
      paramLabel = "N",
      description = "Most words of a subtitle, which then has one line.")
  private Optional<Integer> wordsPerLine = Optional.empty();

  @Option(
      names = {"--highlight-words", "--highlight_words"},
      arity = "0..1",
      fallbackValue = "true",
      description = "Mark each word of srt, vtt and lrc while it is spoken.")
  private boolean highlightWords;

  /** The formats asked for; only text if none is. */
  List<TranscriptFormat> formats() {
    if (formats.isEmpty()) {
      return List.of(TranscriptFormat.TXT);
    }
    Set<TranscriptFormat> wanted = new LinkedHashSet<>();
    for (String name : formats) {
      if (name.strip().equalsIgnoreCase("all")) {
        wanted.addAll(Arrays.asList(TranscriptFormat.values()));
      } else {
        wanted.add(TranscriptFormat.of(name.strip()));
      }
    }
    return List.copyOf(wanted);
  }

  boolean formatNamed() {
    return !formats.isEmpty();
  }

  /** Whether results go to standard output: if nothing else is said, or the input is a stream. */
  boolean toStandardOutput(boolean onlyStandardInput) {
    return folder.map(STANDARD_OUTPUT::equals).orElse(formats.isEmpty() || onlyStandardInput);
  }

  Path folder() {
    return Path.of(folder.orElse(""));
  }

  SubtitleOptions subtitles() {
    SubtitleOptions options = SubtitleOptions.create().withHighlightWords(highlightWords);
    if (lineWidth.isPresent()) {
      options = options.withMaxLineWidth(lineWidth.get());
    }
    if (lineCount.isPresent()) {
      options = options.withMaxLineCount(lineCount.get());
    }
    if (wordsPerLine.isPresent()) {
      options = options.withMaxWordsPerLine(wordsPerLine.get());
    }
    return options;
  }

  /** Whether the look asked for needs the times of words. */
  boolean needsWords() {
    return highlightWords || wordsPerLine.isPresent();
  }
}
