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
  NONE("", 6);

  private static final Grammar ENGLISH = Grammar.resource("english.grammar", builtIns());

  private final String rule;
  private final int share;

  Topic(String rule, int share) {
    this.rule = rule;
    this.share = share;
  }

  /** How many of 100 clips of the usual mixture are about this. */
  public int share() {
    return share;
  }

  /** The name in options and file names. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
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

  /** One of the topics, as often as their shares say. */
  static Topic choose(List<Topic> topics, RandomGenerator random) {
    int all = topics.stream().mapToInt(Topic::share).sum();
    int at = random.nextInt(all);
    for (Topic topic : topics) {
      at -= topic.share;
      if (at < 0) {
        return topic;
      }
    }
    throw new AssertionError(topics);
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
