package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import dev.hark.train.synth.Voice.Program;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The synthesisers and voices of this machine, in an order that does not depend on chance. */
final class Voices {
  private static final List<String> ACCENTS =
      List.of(
          "en-us",
          "en-us",
          "en-us",
          "en-us-nyc",
          "en-gb",
          "en-gb",
          "en-gb-x-rp",
          "en-gb-scotland",
          "en-029",
          "en-gb-x-gbclan",
          "en-gb-x-gbcwmd");
  private static final String MANDARIN = "cmn-latn-pinyin";

  /** Hard to understand, even for people. */
  private static final Set<String> UNCLEAR = Set.of("fast", "announcer", "Mr");

  private static final Pattern VARIANT = Pattern.compile("!v/(\\S+)");
  private static final Pattern FESTIVAL_VOICE = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)+");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Map<Program, Synthesizer> synthesizers = new EnumMap<>(Program.class);
  private final Map<Program, List<Voice>> english = new EnumMap<>(Program.class);
  private final List<Voice> mandarin = new ArrayList<>();

  private Voices() {}

  /**
   * Finds out what is installed and belongs to a split.
   *
   * @throws DataException if there is no espeak-ng
   */
  static Voices find(VoiceSplit split, String searchPath) {
    Voices voices = new Voices();
    Path espeak =
        executable(Program.ESPEAK.executable, searchPath)
            .orElseThrow(() ->
                new DataException(
                    "espeak-ng is not on the PATH; install it (Debian: apt-get install"
                        + " espeak-ng; optional: flite, festival with voices)"));
    voices.addEspeak(espeak, split);
    executable(Program.FLITE.executable, searchPath)
        .ifPresent(path -> voices.addFlite(path, split));
    executable(Program.FESTIVAL.executable, searchPath)
        .ifPresent(path -> voices.addFestival(path, split));
    voices.english.values().removeIf(List::isEmpty);
    return voices;
  }

  /** The programs with a voice, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    english.forEach((program, voices) ->
        text.append(text.isEmpty() ? "" : ", ")
            .append(voices.stream().distinct().count())
            .append(" English voices of ")
            .append(program.executable));
    return text + ", " + mandarin.size() + " Mandarin ones";
  }

  /** What to install for more voices; empty if every synthesiser was found. */
  Optional<String> advice() {
    List<String> missing =
        Arrays.stream(Program.values())
            .filter(program -> !synthesizers.containsKey(program))
            .map(program -> program.executable)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s not on the PATH; for more voices: apt-get install flite festival festvox-kallpc16k"
                    .formatted(String.join(" and ", missing))
                + " festvox-kdlpc16k festvox-us-slt-hts");
  }

  Synthesizer synthesizer(Program program) {
    Synthesizer found = synthesizers.get(program);
    if (found == null) {
      throw new IllegalArgumentException("no " + program);
    }
    return found;
  }

  /** An English voice: mostly of espeak-ng, which has most. */
  Voice english(RandomGenerator random) {
    int chance = random.nextInt(100);
    Program program = chance < 72 ? Program.ESPEAK : chance < 88 ? Program.FLITE : Program.FESTIVAL;
    List<Voice> voices =
        english.getOrDefault(program, english.getOrDefault(Program.ESPEAK, List.of()));
    return voices.get(random.nextInt(voices.size()));
  }

  /** A Mandarin voice. */
  Voice mandarin(RandomGenerator random) {
    return mandarin.get(random.nextInt(mandarin.size()));
  }

  private void addEspeak(Path program, VoiceSplit split) {
    synthesizers.put(Program.ESPEAK, new Espeak(program));
    List<String> variants =
        VARIANT
            .matcher(output(program, "--voices=variant"))
            .results()
            .map(match -> match.group(1))
            .filter(name -> !UNCLEAR.contains(name))
            .sorted()
            .toList();
    List<Voice> all = new ArrayList<>();
    for (String accent : ACCENTS) {
      variants.forEach(name -> all.add(new Voice(Program.ESPEAK, accent + "+" + name)));
    }
    english.put(Program.ESPEAK, only(all, split));
    mandarin.addAll(
        only(
            variants.stream()
                .map(name -> new Voice(Program.ESPEAK, MANDARIN + "+" + name))
                .toList(),
            split));
  }

  private void addFlite(Path program, VoiceSplit split) {
    synthesizers.put(Program.FLITE, new Flite(program));
    String list = output(program, "-lv");
    List<Voice> all =
        Pattern.compile("\\s+")
            .splitAsStream(list.substring(list.indexOf(':') + 1).strip())
            .filter(name -> !name.isEmpty() && !name.endsWith("_time"))
            .sorted()
            .map(name -> new Voice(Program.FLITE, name))
            .toList();
    english.put(Program.FLITE, only(all, split));
  }

  private void addFestival(Path program, VoiceSplit split) {
    synthesizers.put(Program.FESTIVAL, new Festival(program));
    List<Voice> all =
        FESTIVAL_VOICE
            .matcher(output(program, "-b", "(print (voice.list))"))
            .results()
            .map(match -> new Voice(Program.FESTIVAL, match.group()))
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .toList();
    english.put(Program.FESTIVAL, only(all, split));
  }

  private static List<Voice> only(List<Voice> voices, VoiceSplit split) {
    return voices.stream().filter(voice -> VoiceSplit.of(voice) == split).toList();
  }

  private static String output(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try (Scratch scratch = Scratch.create()) {
      return new String(ChildProcess.run(command, scratch.folder(), LIMIT), StandardCharsets.UTF_8);
    }
  }

  private static Optional<Path> executable(String name, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
