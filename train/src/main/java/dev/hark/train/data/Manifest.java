package dev.hark.train.data;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioLimits;
import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.PcmStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Recordings and what is said in them, in the official format of Qwen3-ASR's fine-tuning: a JSON
 * object a line, {@code {"audio": "a.wav", "text": "language English<asr_text>three five"}}, with
 * {@code "prompt"} for the system turn if wanted. Paths count from the manifest's folder. Hark adds
 * {@code "voice"} or {@code "speaker"}, {@code "words"} with times, and {@code "splice"}.
 *
 * @param entries the usable lines, in order
 * @param problems a line of text for each other one
 */
public record Manifest(Path file, List<ManifestEntry> entries, List<String> problems) {
  /** Longest recording that is usual to train on. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  /**
   * Reads a manifest and opens every recording.
   *
   * @param longest a recording longer than this is a problem
   * @throws DataException if the file itself cannot be read or has no lines
   */
  public static Manifest read(Path file, Duration longest) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataException(
          "%s: cannot be read (%s); wanted a manifest of JSON lines".formatted(file, e), e);
    }
    AudioReader reader = AudioReader.create(AudioLimits.DEFAULT.withMaxDuration(longest));
    List<Line> read =
        IntStream.range(0, lines.size())
            .parallel()
            .filter(i -> !lines.get(i).isBlank())
            .mapToObj(i -> line(file, i + 1, lines.get(i), reader))
            .toList();
    if (read.isEmpty()) {
      throw new DataException(file + ": has no lines, wanted {\"audio\": ..., \"text\": ...}");
    }
    return new Manifest(
        file,
        read.stream().flatMap(line -> line.entry().stream()).toList(),
        read.stream().map(Line::problem).filter(problem -> !problem.isEmpty()).toList());
  }

  /**
   * This manifest, all of which must be usable.
   *
   * @throws DataException that names the first problem and how many more there are
   */
  public Manifest strict() {
    if (!problems.isEmpty()) {
      int more = problems.size() - 1;
      throw new DataException(
          problems.getFirst() + (more == 0 ? "" : " (and " + more + " more bad lines)"));
    }
    return this;
  }

  private record Line(Optional<ManifestEntry> entry, String problem) {}

  private static Line line(Path file, int number, String text, AudioReader reader) {
    try {
      ManifestEntry entry = ManifestLine.parse(file, number, text);
      try (PcmStream pcm = reader.open(AudioSource.of(entry.audio()))) {
        pcm.read(new float[1], 0, 1); // throws if there is no sample
      } catch (AudioException e) {
        String said = String.valueOf(e.getMessage());
        throw new DataException(
            "%s: %s%s; repair the file or leave the line out"
                .formatted(
                    entry.where(),
                    said,
                    said.contains("wanted") ? "" : "; wanted a recording that can be read"),
            e);
      }
      return new Line(Optional.of(entry), "");
    } catch (DataException e) {
      return new Line(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
