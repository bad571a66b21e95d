package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sounds of English words, as espeak-ng pronounces them in American English. */
final class EnglishSounds {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STRESS = "[ˈˌ]";

  private final Path program;

  /**
   * Asks espeak-ng.
   *
   * @param program the executable
   */
  EnglishSounds(Path program) {
    this.program = program;
  }

  /**
   * The sounds of each word in IPA, without stress.
   *
   * @param words each pronounced alone; a capital is spelled
   * @throws DataException if espeak-ng fails
   */
  Map<String, List<String>> of(List<String> words) {
    try (Scratch scratch = Scratch.create()) {
      // After a comma the next word is a clause of its own, and a line of the answer.
      String text = words.stream().map(word -> word + ",\n").collect(Collectors.joining());
      Path file = Files.writeString(scratch.folder().resolve("words.txt"), text);
      byte[] out =
          ChildProcess.run(
              List.of(
                  program.toString(),
                  "-q",
                  "-v",
                  "en-us",
                  "--ipa",
                  "--sep=_",
                  "-f",
                  file.toString()),
              scratch.folder(),
              LIMIT);
      List<String> lines =
          new String(out, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      if (lines.size() != words.size()) {
        throw new DataException(
            "espeak-ng pronounced %d of %d words".formatted(lines.size(), words.size()));
      }
      Map<String, List<String>> sounds = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        sounds.put(words.get(i), sounds(lines.get(i)));
      }
      return sounds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> sounds(String line) {
    return Arrays.stream(line.replaceAll(STRESS, "").split("[_ ]", -1))
        .filter(sound -> !sound.isEmpty())
        .toList();
  }
}
