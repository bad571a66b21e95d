package dev.hark.model.eval;

import static dev.hark.model.eval.NumberWords.MULTIPLIERS;
import static dev.hark.model.eval.NumberWords.ONES;
import static dev.hark.model.eval.NumberWords.TENS;
import static dev.hark.model.eval.NumberWords.ZEROS;

import dev.hark.model.eval.NumberWords.Suffixed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the number words of lower-case English text in digits, by the rules of the Whisper paper's
 * normalizer: "two hundred and five" becomes 205, "nineteen ninety nine" 1999, "three dollars and
 * ten cents" $3.10, "double oh seven" 007, "thirty first" 31st, "five percent" 5%.
 *
 * <p>The number in work is either an integer, to which words can still add, or a row of digits, to
 * which words can only be appended.
 */
final class EnglishNumbers {
  private static final Pattern NUMERIC = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern AND_A_HALF = Pattern.compile("\\band\\s+a\\s+half\\b");
  private static final BigInteger TEN = BigInteger.TEN;
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

  private sealed interface Value {
    /** The digits. */
    String text();

    /** No number is in work. */
    record None() implements Value {
      @Override
      public String text() {
        return "";
      }
    }

    /** A number to which words can add. */
    record Whole(BigInteger number) implements Value {
      @Override
      public String text() {
        return number.toString();
      }

      boolean endsWithZerosOf(BigInteger unit) {
        return number.mod(unit).signum() == 0;
      }
    }

    /** Digits to which words append. */
    record Digits(String text) implements Value {}
  }

  private static final Value NONE = new Value.None();

  private final List<String> out = new ArrayList<>();
  private Value value = NONE;
  private String sign = "";
  private boolean skip;

  private EnglishNumbers() {}

  /** {@code text} with its numbers in digits. */
  static String normalize(String text) {
    String prepared = separate(spellHalves(text)).strip();
    if (prepared.isEmpty()) {
      return "";
    }
    List<String> words = List.of(Symbols.SPACES.split(prepared, -1));
    EnglishNumbers numbers = new EnglishNumbers();
    for (int i = 0; i < words.size(); i++) {
      if (numbers.skip) {
        numbers.skip = false;
      } else {
        String before = i > 0 ? words.get(i - 1) : "";
        String next = i + 1 < words.size() ? words.get(i + 1) : "";
        numbers.accept(before, words.get(i), next);
      }
    }
    numbers.flush();
    return joinMoney(String.join(" ", numbers.out));
  }

  /** Turns "two and a half" into "two point five". */
  private static String spellHalves(String text) {
    String[] segments = AND_A_HALF.split(text, -1);
    List<String> result = new ArrayList<>();
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].isBlank()) {
        continue;
      }
      result.add(segments[i]);
      if (i < segments.length - 1) {
        String[] words = Symbols.SPACES.split(segments[i].strip(), -1);
        String last = words[words.length - 1];
        result.add(
            NumberWords.isDecimal(last) || MULTIPLIERS.containsKey(last)
                ? "point five"
                : "and a half");
      }
    }
    return String.join(" ", result);
  }

  /** Parts letters from digits, except for endings such as "th". */
  private static String separate(String text) {
    return text.replaceAll("([a-z])([0-9])", "$1 $2")
        .replaceAll("([0-9])([a-z])", "$1 $2")
        .replaceAll("([0-9])\\s+(st|nd|rd|th|s)\\b", "$1$2");
  }

  /** Turns "$2 and ¢7" into "$2.07" and "$0.36" into "¢36"; a lone 1 is written "one". */
  private static String joinMoney(String text) {
    String dollars =
        Pattern.compile("([€£$])([0-9]+) (?:and )?¢([0-9]{1,2})\\b")
            .matcher(text)
            .replaceAll(m ->
                Matcher.quoteReplacement(
                    "%s%s.%02d".formatted(m.group(1), m.group(2), Integer.parseInt(m.group(3)))));
    String cents =
        Pattern.compile("[€£$]0\\.([0-9]{1,2})\\b")
            .matcher(dollars)
            .replaceAll(m -> "¢" + Integer.parseInt(m.group(1)));
    return cents.replaceAll("\\b1(s?)\\b", "one$1");
  }

  private void accept(String before, String word, String next) {
    String unsigned = NumberWords.SIGNS.indexOf(word.charAt(0)) >= 0 ? word.substring(1) : word;
    if (NUMERIC.matcher(unsigned).matches()) {
      acceptDigits(word, unsigned);
    } else if (!NumberWords.ALL.contains(word)) {
      flush();
      emit(word);
    } else if (ZEROS.contains(word)) {
      value = new Value.Digits(digitsSoFar() + "0");
    } else if (ONES.containsKey(word)) {
      value = withOnes(before, Objects.requireNonNull(ONES.get(word)));
    } else if (NumberWords.ONES_SUFFIXED.containsKey(word)) {
      Suffixed ones = Objects.requireNonNull(NumberWords.ONES_SUFFIXED.get(word));
      end(withOnes(before, ones.value().intValueExact()), ones.suffix());
    } else if (TENS.containsKey(word)) {
      value = withTens(Objects.requireNonNull(TENS.get(word)));
    } else if (NumberWords.TENS_SUFFIXED.containsKey(word)) {
      Suffixed tens = Objects.requireNonNull(NumberWords.TENS_SUFFIXED.get(word));
      end(withTens(tens.value().intValueExact()), tens.suffix());
    } else if (MULTIPLIERS.containsKey(word)) {
      value = multiplied(Objects.requireNonNull(MULTIPLIERS.get(word)));
    } else if (NumberWords.MULTIPLIERS_SUFFIXED.containsKey(word)) {
      Suffixed multiplier = Objects.requireNonNull(NumberWords.MULTIPLIERS_SUFFIXED.get(word));
      end(multiplied(multiplier.value()), multiplier.suffix());
    } else {
      acceptSign(before, word, next);
    }
  }

  private void acceptDigits(String word, String unsigned) {
    if (value instanceof Value.Digits digits && digits.text().endsWith(".")) {
      value = new Value.Digits(digits.text() + word);
      return;
    }
    flush();
    sign = word.equals(unsigned) ? sign : word.substring(0, 1);
    BigDecimal number = new BigDecimal(unsigned);
    value =
        number.stripTrailingZeros().scale() <= 0
            ? new Value.Whole(number.toBigInteger())
            : new Value.Digits(unsigned);
  }

  /** The number with a word from one to nineteen after it. */
  private Value withOnes(String before, int ones) {
    BigInteger number = BigInteger.valueOf(ones);
    return switch (value) {
      case Value.None() -> new Value.Whole(number);
      case Value.Digits(String digits) -> appendOnes(before, digits, ones);
      case Value.Whole whole -> {
        if (ONES.containsKey(before)) {
          yield appendOnes(before, whole.text(), ones);
        }
        yield whole.endsWithZerosOf(ones < 10 ? TEN : HUNDRED)
            ? new Value.Whole(whole.number().add(number))
            : new Value.Digits(whole.text() + ones);
      }
    };
  }

  private static Value appendOnes(String before, String digits, int ones) {
    boolean fillsTens = TENS.containsKey(before) && ones < 10 && digits.endsWith("0");
    String kept = fillsTens ? digits.substring(0, digits.length() - 1) : digits;
    return new Value.Digits(kept + ones);
  }

  /** The number with a word from twenty to ninety after it. */
  private Value withTens(int tens) {
    return switch (value) {
      case Value.None() -> new Value.Whole(BigInteger.valueOf(tens));
      case Value.Digits(String digits) -> new Value.Digits(digits + tens);
      case Value.Whole whole ->
          whole.endsWithZerosOf(HUNDRED)
              ? new Value.Whole(whole.number().add(BigInteger.valueOf(tens)))
              : new Value.Digits(whole.text() + tens);
    };
  }

  /** The number with "hundred", "million" or the like after it. */
  private Value multiplied(BigInteger multiplier) {
    return switch (value) {
      case Value.None() -> new Value.Whole(multiplier);
      case Value.Digits(String digits) -> {
        try {
          BigDecimal product = new BigDecimal(digits).multiply(new BigDecimal(multiplier));
          yield new Value.Whole(product.toBigIntegerExact());
        } catch (ArithmeticException | NumberFormatException e) {
          flush();
          yield new Value.Whole(multiplier);
        }
      }
      case Value.Whole(BigInteger number) -> {
        BigInteger residual = number.mod(THOUSAND);
        yield new Value.Whole(number.subtract(residual).add(residual.multiply(multiplier)));
      }
    };
  }

  private void acceptSign(String before, String word, String next) {
    boolean numberNext = NumberWords.ALL.contains(next) || NUMERIC.matcher(next).matches();
    if (NumberWords.SIGNS_BEFORE.containsKey(word)) {
      flush();
      if (numberNext) {
        sign = Objects.requireNonNull(NumberWords.SIGNS_BEFORE.get(word));
      } else {
        emit(word);
      }
    } else if (value instanceof Value.None && !NumberWords.SPECIALS.contains(word)) {
      emit(word);
    } else if (NumberWords.SIGNS_AFTER.containsKey(word)) {
      sign = Objects.requireNonNull(NumberWords.SIGNS_AFTER.get(word));
      flush();
    } else if (word.equals("percent")) {
      end(value, "%");
    } else if (word.equals("per")) {
      skip = next.equals("cent");
      if (skip) {
        end(value, "%");
      } else {
        flush();
        emit(word);
      }
    } else {
      acceptSpecial(before, word, next, numberNext);
    }
  }

  private void acceptSpecial(String before, String word, String next, boolean numberNext) {
    boolean digitNext = ONES.containsKey(next) || ZEROS.contains(next);
    boolean andInside = word.equals("and") && MULTIPLIERS.containsKey(before);
    if (!numberNext) {
      flush();
      emit(word);
    } else if (word.equals("point")) {
      if (NumberWords.isDecimal(next) || NUMERIC.matcher(next).matches()) {
        value = new Value.Digits(digitsSoFar() + ".");
      }
    } else if (!word.equals("and") && digitNext) {
      String digit = Integer.toString(ONES.getOrDefault(next, 0));
      value = new Value.Digits(digitsSoFar() + digit.repeat(word.equals("double") ? 2 : 3));
      skip = true;
    } else if (!andInside) {
      flush();
      emit(word);
    }
  }

  /** The digits in work; none for the integer 0, as in Whisper. */
  private String digitsSoFar() {
    return value instanceof Value.Whole(BigInteger number) && number.signum() == 0
        ? ""
        : value.text();
  }

  private void end(Value last, String suffix) {
    emit(last.text() + suffix);
    value = NONE;
  }

  private void flush() {
    if (!(value instanceof Value.None)) {
      emit(value.text());
      value = NONE;
    }
  }

  private void emit(String word) {
    out.add(sign + word);
    sign = "";
  }
}
