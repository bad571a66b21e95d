package dev.hark.model.eval;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The English words that numbers are made of. */
final class NumberWords {
  private static final List<String> ONES_NAMES =
      List.of(
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS_NAMES =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> THOUSANDS_NAMES =
      List.of(
          "thousand",
          "million",
          "billion",
          "trillion",
          "quadrillion",
          "quintillion",
          "sextillion",
          "septillion",
          "octillion",
          "nonillion",
          "decillion");

  /**
   * A number word that ends a number, such as "fifties" or "third".
   *
   * @param value the number
   * @param suffix what follows its digits
   */
  record Suffixed(BigInteger value, String suffix) {}

  static final Set<String> ZEROS = Set.of("o", "oh", "zero");
  static final Map<String, Integer> ONES = new HashMap<>();
  static final Map<String, Suffixed> ONES_SUFFIXED = new HashMap<>();
  static final Map<String, Integer> TENS = new HashMap<>();
  static final Map<String, Suffixed> TENS_SUFFIXED = new HashMap<>();
  static final Map<String, BigInteger> MULTIPLIERS = new HashMap<>();
  static final Map<String, Suffixed> MULTIPLIERS_SUFFIXED = new HashMap<>();
  static final Map<String, String> SIGNS_BEFORE =
      Map.of("minus", "-", "negative", "-", "plus", "+", "positive", "+");
  static final Map<String, String> SIGNS_AFTER =
      Map.of(
          "pound", "£", "pounds", "£", "euro", "€", "euros", "€", "dollar", "$", "dollars", "$",
          "cent", "¢", "cents", "¢");
  static final String SIGNS = "-+£€$¢";
  static final Set<String> SPECIALS = Set.of("and", "double", "triple", "point");

  /** Every word that may be part of a number. */
  static final Set<String> ALL = new HashSet<>();

  static {
    ONES_SUFFIXED.put("zeroth", new Suffixed(BigInteger.ZERO, "th"));
    for (int i = 0; i < ONES_NAMES.size(); i++) {
      String name = ONES_NAMES.get(i);
      BigInteger value = BigInteger.valueOf(i + 1);
      ONES.put(name, i + 1);
      ONES_SUFFIXED.put(name.equals("six") ? "sixes" : name + "s", new Suffixed(value, "s"));
      ONES_SUFFIXED.put(ordinal(name), new Suffixed(value, ordinalSuffix(i + 1)));
    }
    for (int i = 0; i < TENS_NAMES.size(); i++) {
      String name = TENS_NAMES.get(i);
      BigInteger value = BigInteger.valueOf(10L * (i + 2));
      TENS.put(name, 10 * (i + 2));
      TENS_SUFFIXED.put(name.replace("y", "ies"), new Suffixed(value, "s"));
      TENS_SUFFIXED.put(name.replace("y", "ieth"), new Suffixed(value, "th"));
    }
    addMultiplier("hundred", BigInteger.valueOf(100));
    for (int i = 0; i < THOUSANDS_NAMES.size(); i++) {
      addMultiplier(THOUSANDS_NAMES.get(i), BigInteger.TEN.pow(3 * (i + 1)));
    }
    ALL.addAll(ZEROS);
    ALL.addAll(ONES.keySet());
    ALL.addAll(ONES_SUFFIXED.keySet());
    ALL.addAll(TENS.keySet());
    ALL.addAll(TENS_SUFFIXED.keySet());
    ALL.addAll(MULTIPLIERS.keySet());
    ALL.addAll(MULTIPLIERS_SUFFIXED.keySet());
    ALL.addAll(SIGNS_BEFORE.keySet());
    ALL.addAll(SIGNS_AFTER.keySet());
    ALL.addAll(SPECIALS);
    ALL.add("per");
    ALL.add("percent");
  }

  private NumberWords() {}

  private static void addMultiplier(String name, BigInteger value) {
    MULTIPLIERS.put(name, value);
    MULTIPLIERS_SUFFIXED.put(name + "s", new Suffixed(value, "s"));
    MULTIPLIERS_SUFFIXED.put(name + "th", new Suffixed(value, "th"));
  }

  private static String ordinal(String name) {
    return switch (name) {
      case "one" -> "first";
      case "two" -> "second";
      case "three" -> "third";
      case "five" -> "fifth";
      case "twelve" -> "twelfth";
      case "nine" -> "ninth";
      default -> name.endsWith("t") ? name + "h" : name + "th";
    };
  }

  private static String ordinalSuffix(int value) {
    return switch (value) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  /** Whether {@code word} may stand after "point". */
  static boolean isDecimal(String word) {
    return ZEROS.contains(word) || ONES.containsKey(word) || TENS.containsKey(word);
  }
}
