package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import dev.hark.train.synth.Voice.Program;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  private final Set<Program> wanted;

  private Voices(Set<Program> wanted) {
    this.wanted = wanted;
  }

  /**
   * Finds out what is installed and belongs to a split.
   *
   * @param wanted the synthesisers to look for
   * @throws DataException if there is no espeak-ng, or without it no voice, though wanted
   */
  static Voices find(VoiceSplit split, Set<Program> wanted, String searchPath) {
    Voices voices = new Voices(wanted);
    for (Program program : wanted) {
      Optional<Path> path = executable(program.executable, searchPath);
      if (path.isPresent()) {
        voices.add(program, path.get(), split);
      } else if (program == Program.ESPEAK) {
        throw new DataException(
            "espeak-ng is not on the PATH; install it (Debian: apt-get install"
                + " espeak-ng; optional: flite, festival with voices)");
      }
    }
    voices.english.values().removeIf(List::isEmpty);
    if (voices.english.isEmpty()) {
      throw new DataException(
          "there is no %s voice of %s; %s"
              .formatted(
                  split.name().toLowerCase(Locale.ROOT),
                  names(wanted),
                  voices.advice().orElse("install more of them, or let others speak")));
    }
    return voices;
  }

  private void add(Program program, Path path, VoiceSplit split) {
    switch (program) {
      case ESPEAK -> addEspeak(path, split);
      case FLITE -> addFlite(path, split);
      case FESTIVAL -> addFestival(path, split);
    }
  }

  private static String names(Set<Program> programs) {
    return programs.stream().map(program -> program.executable).collect(Collectors.joining(" or "));
  }

  /** The programs with a voice, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    english.forEach((program, voices) ->
        text.append(text.isEmpty() ? "" : ", ")
            .append(voices.stream().distinct().count())
            .append(" English voices of ")
            .append(program.executable));
    return text + (mandarin.isEmpty() ? "" : ", " + mandarin.size() + " Mandarin ones");
  }

  /** What to install for more voices; empty if every synthesiser was found. */
  Optional<String> advice() {
    List<String> missing =
        wanted.stream()
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

  /** An English voice of one of the programs, as often as their shares say. */
  Voice english(RandomGenerator random) {
    int chance = random.nextInt(wanted.stream().mapToInt(program -> program.share).sum());
    List<Voice> voices = english.values().iterator().next(); // for one that is not installed
    for (Program program : wanted) {
      if (chance >= 0 && chance < program.share) {
        voices = english.getOrDefault(program, voices);
      }
      chance -= program.share;
    }
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
