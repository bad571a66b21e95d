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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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

  /** pico2wave has no list of them. */
  private static final List<String> PICO_VOICES = List.of("en-GB", "en-US");

  private static final String MANDARIN = "cmn-latn-pinyin";

  /** Hard to understand, even for people. */
  private static final Set<String> UNCLEAR = Set.of("fast", "announcer", "Mr");

  private static final Pattern VARIANT = Pattern.compile("!v/(\\S+)");
  private static final String ENGLISH = "english";
  private static final String FESTIVAL_VOICES =
      """
      (mapcar
        (lambda (v)
          (format t "%s %s\\n" v (cadr (assoc 'language (cadr (voice.description v))))))
        (voice.list))
      """;
  private static final Pattern FESTIVAL_VOICE = Pattern.compile("(?m)^(\\w+) (\\w+)$");
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
        voices.add(program, path.get(), split, searchPath);
      } else if (program == Program.ESPEAK) {
        throw noEspeak();
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

  private static DataException noEspeak() {
    return new DataException(
        "espeak-ng is not on the PATH; install it (Debian: apt-get install"
            + " espeak-ng; optional: flite, festival with voices)");
  }

  private void add(Program program, Path path, VoiceSplit split, String searchPath) {
    switch (program) {
      case ESPEAK -> addEspeak(path, split);
      case FLITE -> addFlite(path, split);
      case FESTIVAL -> addFestival(path, split);
      case ACCENTS -> addAccents(path, split, searchPath);
      case PICO -> addPico(path, split);
    }
  }

  private static String names(Set<Program> programs) {
    return programs.stream().map(program -> program.label).collect(Collectors.joining(" or "));
  }

  /** The programs with a voice, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    english.forEach((program, voices) ->
        text.append(text.isEmpty() ? "" : ", ")
            .append(voices.stream().distinct().count())
            .append(" English voices of ")
            .append(program == Program.ACCENTS ? "festival with accents" : program.label));
    return text + (mandarin.isEmpty() ? "" : ", " + mandarin.size() + " Mandarin ones");
  }

  /** What to install for more voices; empty if every synthesiser was found. */
  Optional<String> advice() {
    if (synthesizers.containsKey(Program.ACCENTS) && !english.containsKey(Program.ACCENTS)) {
      return Optional.of(
          "festival has no voices for %s; apt-get install festvox-czech-ph, or others"
              .formatted(String.join(", ", Accent.all().keySet())));
    }
    List<Program> missing =
        wanted.stream().filter(program -> !synthesizers.containsKey(program)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s not on the PATH; for more voices: apt-get install %s"
                .formatted(
                    joined(missing, " and ", program -> program.executable),
                    joined(missing, " ", program -> program.packages)));
  }

  private static String joined(
      List<Program> programs, String separator, Function<Program, String> name) {
    return programs.stream().map(name).distinct().collect(Collectors.joining(separator));
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
        festivalLanguages(program).entrySet().stream()
            .filter(voice -> voice.getValue().equals(ENGLISH))
            .map(voice -> new Voice(Program.FESTIVAL, voice.getKey()))
            .toList();
    english.put(Program.FESTIVAL, only(all, split));
  }

  private void addPico(Path program, VoiceSplit split) {
    synthesizers.put(Program.PICO, new Pico(program));
    List<Voice> all = PICO_VOICES.stream().map(name -> new Voice(Program.PICO, name)).toList();
    english.put(Program.PICO, only(all, split));
  }

  private void addAccents(Path festival, VoiceSplit split, String searchPath) {
    Path espeak = executable(Program.ESPEAK.executable, searchPath).orElseThrow(Voices::noEspeak);
    Map<String, Accent> known = Accent.all();
    Map<String, Accent> accents = new LinkedHashMap<>();
    festivalLanguages(festival)
        .forEach((voice, language) -> {
          if (known.containsKey(language)) {
            accents.put(voice, known.get(language));
          }
        });
    synthesizers.put(
        Program.ACCENTS,
        new AccentedFestival(new Festival(festival), new EnglishSounds(espeak), accents));
    List<Voice> all =
        accents.keySet().stream().map(name -> new Voice(Program.ACCENTS, name)).toList();
    english.put(Program.ACCENTS, only(all, split));
  }

  /** The languages of festival's voices, by their names in the alphabet's order. */
  private static SortedMap<String, String> festivalLanguages(Path program) {
    SortedMap<String, String> languages = new TreeMap<>();
    FESTIVAL_VOICE
        .matcher(output(program, "-b", FESTIVAL_VOICES))
        .results()
        .forEach(match -> languages.put(match.group(1), match.group(2)));
    return languages;
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
