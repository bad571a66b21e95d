package dev.hark.train.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.eval.EnglishTextNormalizer;
import dev.hark.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GrammarTest {
  private static final Path RECIPE =
      Path.of(System.getProperty("hark.golden")).resolveSibling("recipes/hark-mini");

  @Test
  void cardinalsAreReadBackAsTheNumbersTheyAre() {
    // A lone "one" is a word to the reader, as in "no one".
    EnglishTextNormalizer reader = EnglishTextNormalizer.create();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      long value = EnglishWords.anyNumber(12, random);
      String words = EnglishWords.cardinal(value, i % 2 == 0);
      assertThat(reader.normalize(words))
          .as(words)
          .isEqualTo(value == 1 ? "one" : Long.toString(value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, first",
    "12, twelfth",
    "21, twenty first",
    "40, fortieth",
    "100, one hundredth",
    "1000, one thousandth",
    "31, thirty first",
    "8, eighth"
  })
  void ordinals(long value, String words) {
    assertThat(EnglishWords.ordinal(value)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "2026, twenty twenty six",
    "2006, two thousand six",
    "1905, nineteen oh five",
    "1900, nineteen hundred",
    "1066, ten sixty six"
  })
  void years(int year, String words) {
    assertThat(EnglishWords.year(year)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 零",
    "10, 十",
    "15, 十五",
    "105, 一百零五",
    "110, 一百一十",
    "200, 两百",
    "1010, 一千零一十",
    "10000, 一万",
    "20305, 两万零三百零五",
    "100005, 十万零五",
    "120000, 十二万",
    "2000000, 两百万",
    "100000000, 一亿",
    "100000001, 一亿零一",
    "305060, 三十万五千零六十"
  })
  void mandarinNumbers(long value, String text) {
    assertThat(MandarinWords.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(value = Topic.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyWordThatIsSaidIsInTheWordList(Topic topic) throws IOException {
    Set<String> known = new HashSet<>(Files.readAllLines(RECIPE.resolve("words.txt")));
    for (int i = 0; i < 3000; i++) {
      Phrase phrase = topic.phrase(new SplittableRandom(i));
      assertThat(known).as(phrase.text()).containsAll(phrase.words());
      assertThat(phrase.words()).hasSizeLessThan(26);
    }
  }

  @Test
  void everyListedWordIsOneTokenByItselfAndAfterASpaceUnlessAnApostropheSplitsIt()
      throws IOException {
    Tokenizer tokenizer = Tokenizer.open(RECIPE);
    List<String> words =
        Files.readAllLines(RECIPE.resolve("words.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("["))
            .toList();
    assertThat(words).hasSizeGreaterThan(400).doesNotHaveDuplicates();
    List<String> split =
        words.stream()
            .flatMap(word -> Stream.of(word, " " + word))
            .filter(written -> tokenizer.encode(written).length != 1)
            .toList();
    assertThat(split).containsExactly("o'clock", " o'clock");
  }

  @Test
  void everyPinyinSyllableBelongsToAListedCharacter() {
    for (int i = 0; i < 500; i++) {
      assertThat(MandarinWords.PINYIN.values())
          .containsAll(MandarinWords.phrase(new SplittableRandom(i)).spoken());
    }
  }

  @Test
  void rulesNameWhatExists() {
    assertThatThrownBy(() -> Grammar.parse(List.of("a = <b>"), Map.of()))
        .hasMessageContaining("<b>");
    assertThatThrownBy(() -> Grammar.parse(List.of("nothing"), Map.of()))
        .hasMessageContaining("NAME");
    Grammar grammar = Grammar.parse(List.of("a = x <b> | x <b>", "b = y [z]"), Map.of());
    assertThat(grammar.writtenWords()).containsExactly("x", "y", "z");
    Set<String> said = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      said.add(grammar.say("a", new SplittableRandom(i)));
    }
    assertThat(said).containsExactlyInAnyOrder("x y", "x y z");
  }
}
