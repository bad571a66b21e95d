package dev.hark.train.synth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What clips are about. */
public enum Topic {
  DIGITS("digits", 25),
  NUMBERS("number", 20),
  LETTERS("letters", 10),
  DATES("date", 6),
  TIMES("time", 6),
  COMMANDS("command", 15),
  MANDARIN("", 12),
  NONE("", 6),
  /** One digit alone, of which training joins strings as it does of recordings of people. */
  SINGLE_DIGITS("digit", 0),
  /** One letter alone, likewise. */
  SINGLE_LETTERS("letter", 0);

  /** What the usual mixture is about. */
  public static final List<Topic> USUAL =
      Arrays.stream(values()).filter(topic -> topic.share > 0).toList();

  private static final Grammar ENGLISH = Grammar.resource("english.grammar", builtIns());

  private final String rule;
  private final int share;

  Topic(String rule, int share) {
    this.rule = rule;
    this.share = share;
  }

  /** How many of 100 clips of the usual mixture are about this; 0 for what is only named. */
  public int share() {
    return share;
  }

  /** The name in options and file names. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether training may join clips of one voice to strings. */
  boolean spliced() {
    return this == SINGLE_DIGITS || this == SINGLE_LETTERS;
  }

  /** Something to say; not for {@link #NONE}. */
  Phrase phrase(RandomGenerator random) {
    if (this == MANDARIN) {
      return MandarinWords.phrase(random);
    }
    List<String> spoken = List.of(ENGLISH.say(rule, random).split(" ", -1));
    return new Phrase(
        "English", spoken.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList(), spoken);
  }

  /** One of the topics, as often as their shares say; those without a share as often as a tenth. */
  static Topic choose(List<Topic> topics, RandomGenerator random) {
    int all = topics.stream().mapToInt(Topic::weight).sum();
    int at = random.nextInt(all);
    for (Topic topic : topics) {
      at -= topic.weight();
      if (at < 0) {
        return topic;
      }
    }
    throw new AssertionError(topics);
  }

  private int weight() {
    return share > 0 ? share : 10;
  }

  /** The topic of a label. */
  public static Topic of(String label) {
    return Arrays.stream(values())
        .filter(topic -> topic.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "topic is \"%s\", wanted one of %s"
                    .formatted(label, Arrays.stream(values()).map(Topic::label).toList())));
  }

  private static Map<String, Function<RandomGenerator, String>> builtIns() {
    return Map.of(
        "cardinal",
        random -> EnglishWords.cardinal(EnglishWords.anyNumber(10, random), random.nextInt(4) == 0),
        "small",
        random -> EnglishWords.cardinal(1 + random.nextInt(99), false),
        "ordinal",
        random -> EnglishWords.ordinal(1 + EnglishWords.anyNumber(3, random)),
        "day",
        random -> EnglishWords.ordinal(1 + random.nextInt(31)),
        "year",
        random ->
            EnglishWords.year(random.nextInt(3) == 0 ? year(random, 1100) : year(random, 1950)),
        "fraction",
        random -> EnglishWords.digits(1 + random.nextInt(4), random),
        "digits",
        random -> EnglishWords.digits(1 + random.nextInt(10), random),
        "minute",
        random -> {
          int minute = 1 + random.nextInt(59);
          return (minute < 10 ? "oh " : "") + EnglishWords.cardinal(minute, false);
        });
  }

  private static int year(RandomGenerator random, int from) {
    return from + random.nextInt(from < 1900 ? 900 : 90);
  }
}
