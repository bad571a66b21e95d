package dev.hark.train.synth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules that say what can be said. A line is {@code name = alternative | alternative}; several
 * lines of one name add up. {@code <name>} stands for another rule or a built-in function, {@code
 * [words]} is said half of the time.
 */
final class Grammar {
  private static final Pattern PART = Pattern.compile("<([a-z]+)>|\\[([^\\]]*)\\]");

  private final Map<String, List<String>> rules;
  private final Map<String, Function<RandomGenerator, String>> builtIns;

  private Grammar(
      Map<String, List<String>> rules, Map<String, Function<RandomGenerator, String>> builtIns) {
    this.rules = rules;
    this.builtIns = builtIns;
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException if a line is not a rule or names one that does not exist
   */
  static Grammar parse(
      List<String> lines, Map<String, Function<RandomGenerator, String>> builtIns) {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + line + "\" is not a rule NAME = WORDS | WORDS");
      }
      List<String> alternatives =
          rules.computeIfAbsent(line.substring(0, equals).strip(), name -> new ArrayList<>());
      for (String alternative : line.substring(equals + 1).split("\\|", -1)) {
        alternatives.add(alternative.strip());
      }
    }
    Map<String, Function<RandomGenerator, String>> known = new HashMap<>(builtIns);
    rules.values().stream()
        .flatMap(List::stream)
        .flatMap(alternative -> PART.matcher(alternative).results())
        .filter(part -> part.group(1) != null)
        .map(part -> part.group(1))
        .filter(name -> !rules.containsKey(name) && !known.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("rule <" + name + "> is used but not defined");
        });
    return new Grammar(rules, known);
  }

  /** Reads rules from a file beside this class. */
  static Grammar resource(String name, Map<String, Function<RandomGenerator, String>> builtIns) {
    try (InputStream in = Grammar.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no grammar " + name);
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return parse(reader.lines().toList(), builtIns);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that a rule can say. */
  String say(String rule, RandomGenerator random) {
    Function<RandomGenerator, String> builtIn = builtIns.get(rule);
    if (builtIn != null) {
      return builtIn.apply(random);
    }
    List<String> alternatives = rules.getOrDefault(rule, List.of());
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("no rule <" + rule + ">");
    }
    return expand(alternatives.get(random.nextInt(alternatives.size())), random);
  }

  private String expand(String words, RandomGenerator random) {
    StringBuilder said = new StringBuilder();
    Matcher part = PART.matcher(words);
    while (part.find()) {
      String rule = part.group(1);
      String optional = part.group(2);
      part.appendReplacement(said, "");
      if (rule != null) {
        said.append(say(rule, random));
      } else if (optional != null && random.nextBoolean()) {
        said.append(expand(optional, random));
      }
    }
    part.appendTail(said);
    return said.toString().replaceAll(" +", " ").strip();
  }

  /** Every word written in a rule, without what the built-ins say. */
  List<String> writtenWords() {
    return rules.values().stream()
        .flatMap(List::stream)
        .flatMap(
            text -> List.of(PART.matcher(text).replaceAll(" $2 ").split("[ <>]+", -1)).stream())
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }
}
