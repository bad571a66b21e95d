package dev.hark.train.synth;

import java.util.List;
import java.util.random.RandomGenerator;

/** English number words: cardinals, ordinals, years, strings of digits. */
final class EnglishWords {
  static final List<String> DIGITS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  private static final List<String> TEENS =
      List.of(
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
  private static final List<String> TENS =
      List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> SCALES = List.of("", " thousand", " million", " billion");

  private EnglishWords() {}

  /** A number below 10^12 in words, with "and" before the last two digits or without. */
  static String cardinal(long value, boolean and) {
    if (value == 0) {
      return "zero";
    }
    StringBuilder words = new StringBuilder();
    long unit = 1_000_000_000;
    for (int scale = 3; scale >= 0; scale--, unit /= 1000) {
      int group = (int) (value / unit % 1000);
      if (group > 0) {
        boolean joined = and && scale == 0 && group < 100 && !words.isEmpty();
        words.append(words.isEmpty() ? "" : " ").append(joined ? "and " : "");
        words.append(group(group, and)).append(SCALES.get(scale));
      }
    }
    return words.toString();
  }

  private static String group(int value, boolean and) {
    int rest = value % 100;
    if (value < 100) {
      return belowHundred(rest);
    }
    String hundreds = DIGITS.get(value / 100) + " hundred";
    return rest == 0 ? hundreds : hundreds + (and ? " and " : " ") + belowHundred(rest);
  }

  private static String belowHundred(int value) {
    if (value < 20) {
      return value < 10 ? DIGITS.get(value) : TEENS.get(value - 10);
    }
    String tens = TENS.get(value / 10);
    return value % 10 == 0 ? tens : tens + " " + DIGITS.get(value % 10);
  }

  /** A number of at least 1 as an ordinal: "twenty first". */
  static String ordinal(long value) {
    String words = cardinal(value, false);
    int last = words.lastIndexOf(' ') + 1;
    return words.substring(0, last) + ordinal(words.substring(last));
  }

  private static String ordinal(String word) {
    return switch (word) {
      case "one" -> "first";
      case "two" -> "second";
      case "three" -> "third";
      case "five" -> "fifth";
      case "eight" -> "eighth";
      case "nine" -> "ninth";
      case "twelve" -> "twelfth";
      default -> word.endsWith("y") ? word.substring(0, word.length() - 1) + "ieth" : word + "th";
    };
  }

  /** A year from 1100 to 2099 as it is said: "nineteen oh five", "two thousand six". */
  static String year(int year) {
    int century = year / 100;
    int rest = year % 100;
    if (century == 20 && rest < 10) {
      return cardinal(year, false);
    }
    String end = rest == 0 ? "hundred" : rest < 10 ? "oh " + DIGITS.get(rest) : belowHundred(rest);
    return belowHundred(century) + " " + end;
  }

  /** A number whose length, not whose value, is evenly distributed; sometimes a round one. */
  static long anyNumber(int mostDigits, RandomGenerator random) {
    int digits = 1 + random.nextInt(mostDigits);
    long bound = 1;
    for (int i = 0; i < digits; i++) {
      bound *= 10;
    }
    long value = random.nextLong(bound);
    if (digits > 2 && random.nextInt(3) == 0) {
      long unit = random.nextInt(4) == 0 || digits < 5 ? 100 : 1000;
      value -= value % unit;
    }
    return value;
  }

  /** Digits one by one, zero sometimes "oh". */
  static String digits(int count, RandomGenerator random) {
    String zero = random.nextInt(5) == 0 ? "oh" : "zero";
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int digit = random.nextInt(10);
      words.append(i == 0 ? "" : " ").append(digit == 0 ? zero : DIGITS.get(digit));
    }
    return words.toString();
  }
}
