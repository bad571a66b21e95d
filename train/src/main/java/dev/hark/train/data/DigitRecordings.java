package dev.hark.train.data;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of recordings of single spoken digits, named {@code 7_theo_12.wav}: digit, speaker,
 * number.
 */
public final class DigitRecordings {
  private static final Pattern NAME = Pattern.compile("([0-9])_([^_]+)_([0-9]+)\\.wav");
  private static final List<String> WORDS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  private static final int MOST_DIGITS = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, List<ManifestEntry>> bySpeaker;

  private DigitRecordings(Map<String, List<ManifestEntry>> bySpeaker) {
    this.bySpeaker = bySpeaker;
  }

  /**
   * Lists a folder.
   *
   * @throws DataException if no file has such a name
   */
  public static DigitRecordings in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": no such folder; wanted one of files named DIGIT_SPEAKER_NUMBER.wav");
    }
    Map<String, List<ManifestEntry>> bySpeaker = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          String speaker = name.group(2);
          String word = WORDS.get(Integer.parseInt(name.group(1)));
          bySpeaker
              .computeIfAbsent(speaker, s -> new ArrayList<>())
              .add(
                  new ManifestEntry(
                      file.toString(), file, "English", word, "", List.of(), speaker, speaker));
        }
      }
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed (%s)".formatted(folder, e), e);
    }
    if (bySpeaker.isEmpty()) {
      throw new DataException(
          folder + ": no recordings; wanted files named DIGIT_SPEAKER_NUMBER.wav");
    }
    return new DigitRecordings(bySpeaker);
  }

  /** Who speaks. */
  public Set<String> speakers() {
    return bySpeaker.keySet();
  }

  /** How many recordings. */
  public int size() {
    return bySpeaker.values().stream().mapToInt(List::size).sum();
  }

  /**
   * The recordings of some speakers.
   *
   * @throws DataException if one of them is not here
   */
  public DigitRecordings of(Set<String> speakers) {
    for (String speaker : speakers) {
      if (!bySpeaker.containsKey(speaker)) {
        throw new DataException(
            "no speaker \"%s\", wanted some of %s".formatted(speaker, speakers()));
      }
    }
    Map<String, List<ManifestEntry>> kept = new TreeMap<>(bySpeaker);
    kept.keySet().retainAll(speakers);
    return new DigitRecordings(kept);
  }

  /** Writes a manifest by which the recordings of each speaker are spliced while training. */
  public void writeManifest(Path manifest) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (List<ManifestEntry> entries : bySpeaker.values()) {
      for (ManifestEntry entry : entries) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("audio", entry.audio().toAbsolutePath().normalize().toString());
        line.put("text", entry.answer());
        line.put("speaker", entry.voice());
        line.put("splice", entry.splice());
        lines.append(JSON.writeValueAsString(line)).append('\n');
      }
    }
    Files.writeString(manifest, lines.toString());
  }

  /**
   * Writes strings of 1 to 10 digits, each a WAV file with its text beside it, all speakers in
   * turn.
   *
   * @param seed same seed, same strings
   */
  public void writeStrings(Path folder, int count, long seed) throws IOException {
    Files.createDirectories(folder);
    ClipStore store = new ClipStore(1L << 28);
    List<String> speakers = List.copyOf(bySpeaker.keySet());
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
      String speaker = speakers.get(i % speakers.size());
      List<ManifestEntry> entries = bySpeaker.getOrDefault(speaker, List.of());
      List<float[]> recordings = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (int n = 1 + random.nextInt(MOST_DIGITS); n > 0; n--) {
        ManifestEntry entry = entries.get(random.nextInt(entries.size()));
        recordings.add(store.samples(entry));
        words.add(entry.text());
      }
      String name = String.format(Locale.ROOT, "%s-%04d", speaker, i);
      Wav.write(folder.resolve(name + ".wav"), Splicer.join(recordings, random).samples());
      Files.writeString(folder.resolve(name + ".txt"), String.join(" ", words) + "\n");
    }
  }
}
