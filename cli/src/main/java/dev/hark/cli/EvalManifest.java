package dev.hark.cli;

import dev.hark.model.text.Language;
import dev.hark.model.text.OutputParser;
import dev.hark.model.text.ParsedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The clips to evaluate: from a folder of recordings with a {@code .txt} of the same name beside
 * each, or from a file of JSON lines {@code {"audio": ..., "text": ..., "language": ...}}, in which
 * paths count from the file's folder and the language may be left out. The texts may also be those
 * of training manifests, {@code "language German<asr_text>Guten Morgen."}.
 */
final class EvalManifest {
  private static final String TRAINING_TAG = "<asr_text>";

  private EvalManifest() {}

  /**
   * A clip and what is said in it.
   *
   * @param audio the recording
   * @param name what it is called in the report
   * @param reference what is said
   * @param language the language spoken; empty if not told
   */
  record Entry(Path audio, String name, String reference, Optional<Language> language) {}

  /** The clips of {@code source}, in order. */
  static List<Entry> read(Path source) throws IOException {
    List<Entry> entries = Files.isDirectory(source) ? folder(source) : lines(source);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no clips; wanted recordings with a .txt beside each, or JSON lines"
              .formatted(source));
    }
    return entries;
  }

  private static List<Entry> folder(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<Path> taken = new HashSet<>();
    for (Path audio : AudioFiles.below(folder).files()) {
      String name = audio.getFileName().toString();
      Path text = audio.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ".txt");
      if (Files.isRegularFile(text) && taken.add(text)) {
        entries.add(
            new Entry(
                audio,
                folder.relativize(audio).toString(),
                Files.readString(text).strip(),
                Optional.empty()));
      }
    }
    return entries;
  }

  private static List<Entry> lines(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        entries.add(entry(file, i + 1, lines.get(i)));
      }
    }
    return entries;
  }

  private static Entry entry(Path file, int number, String line) {
    String where = "%s line %d".formatted(file, number);
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(where + ": no JSON object", e);
    }
    JsonNode audio = node.path("audio");
    JsonNode text = node.path("text");
    if (!audio.isString() || !text.isString()) {
      throw new IllegalArgumentException(
          where + ": got no \"audio\" and \"text\"; wanted both as strings");
    }
    String reference = text.asString();
    String language = node.path("language").asString("");
    if (reference.contains(TRAINING_TAG)) {
      ParsedOutput parsed = OutputParser.parse(reference);
      reference = parsed.text();
      language = parsed.language();
    }
    try {
      return new Entry(
          file.resolveSibling(audio.asString()),
          audio.asString(),
          reference,
          Languages.parse(language.toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }
}
