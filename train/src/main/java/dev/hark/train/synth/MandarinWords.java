package dev.hark.train.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Mandarin numbers in characters, and how each is said in numbered pinyin. */
final class MandarinWords {
  static final Map<String, String> PINYIN =
      Map.ofEntries(
          Map.entry("零", "ling2"),
          Map.entry("一", "yi1"),
          Map.entry("二", "er4"),
          Map.entry("三", "san1"),
          Map.entry("四", "si4"),
          Map.entry("五", "wu3"),
          Map.entry("六", "liu4"),
          Map.entry("七", "qi1"),
          Map.entry("八", "ba1"),
          Map.entry("九", "jiu3"),
          Map.entry("十", "shi2"),
          Map.entry("百", "bai3"),
          Map.entry("千", "qian1"),
          Map.entry("万", "wan4"),
          Map.entry("亿", "yi4"),
          Map.entry("两", "liang3"),
          Map.entry("点", "dian3"));
  private static final String DIGITS = "零一二三四五六七八九";
  private static final String UNITS = "千百十";

  private MandarinWords() {}

  /** Digits, a number, or a decimal. */
  static Phrase phrase(RandomGenerator random) {
    String text =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3, 4 -> digits(1 + random.nextInt(10), random);
          case 5, 6, 7 -> number(EnglishWords.anyNumber(9, random));
          case 8 -> number(random.nextLong(1000));
          default -> number(random.nextLong(1000)) + "点" + digits(1 + random.nextInt(4), random);
        };
    List<String> words = new ArrayList<>();
    List<String> spoken = new ArrayList<>();
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(character -> {
          words.add(character);
          spoken.add(PINYIN.getOrDefault(character, character));
        });
    return new Phrase("Chinese", List.copyOf(words), List.copyOf(spoken));
  }

  private static String digits(int count, RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(DIGITS.charAt(random.nextInt(10)));
    }
    return text.toString();
  }

  /** A number below 10^12 in characters: 20,305 is 两万零三百零五. */
  static String number(long value) {
    if (value == 0) {
      return "零";
    }
    StringBuilder text = new StringBuilder();
    boolean gap = false;
    long unit = 100_000_000;
    for (String name : List.of("亿", "万", "")) {
      int group = (int) (value / unit % 10_000);
      if (group > 0) {
        if (!text.isEmpty() && (gap || group < 1000)) {
          text.append('零');
        }
        text.append(group == 2 && !name.isEmpty() ? "两" : group(group, text.isEmpty()));
        text.append(name);
        gap = false;
      } else {
        gap = !text.isEmpty();
      }
      unit /= 10_000;
    }
    return text.toString();
  }

  private static String group(int value, boolean first) {
    StringBuilder text = new StringBuilder();
    int unit = 1000;
    boolean gap = false;
    for (int i = 0; i < 4; i++, unit /= 10) {
      int digit = value / unit % 10;
      if (digit == 0) {
        gap = !text.isEmpty();
        continue;
      }
      text.append(gap ? "零" : "");
      gap = false;
      boolean bareTen = i == 2 && digit == 1 && first && text.isEmpty();
      if (!bareTen) {
        text.append(digit == 2 && i < 2 ? '两' : DIGITS.charAt(digit));
      }
      text.append(i < 3 ? UNITS.substring(i, i + 1) : "");
    }
    return text.toString();
  }
}
