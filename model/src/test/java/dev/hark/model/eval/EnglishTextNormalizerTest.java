package dev.hark.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishTextNormalizerTest {
  private static String normalize(String text) {
    return EnglishTextNormalizer.create().normalize(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two | 2",
        "thirty one | 31",
        "five twenty four | 524",
        "nineteen ninety nine | 1999",
        "twenty nineteen | 2019",
        "two point five million | 2500000",
        "four point two billions | 4200000000s",
        "200 thousand | 200000",
        "200 thousand dollars | $200000",
        "$20 million | $20000000",
        "€52.4 million | €52400000",
        "£77 thousands | £77000s",
        "two double o eight | 2008",
        "three thousand twenty nine | 3029",
        "forty three thousand two hundred sixty | 43260",
        "forty three thousand two hundred and sixty | 43260",
        "nineteen fifties | 1950s",
        "thirty first | 31st",
        "thirty three thousand and three hundred and thirty third | 33333rd",
        "three billion | 3000000000",
        "millions | 1000000s",
        "july third twenty twenty | july 3rd 2020",
        "august twenty sixth twenty twenty one | august 26th 2021",
        "3 14 | 3 14",
        "3.14 | 3.14",
        "3 point 2 | 3.2",
        "3 point 14 | 3.14",
        "fourteen point 4 | 14.4",
        "two point two five dollars | $2.25",
        "two hundred million dollars | $200000000",
        "$20.1 million | $20100000",
        "ninety percent | 90%",
        "seventy six per cent | 76%",
        "double oh seven | 007",
        "double zero seven | 007",
        "nine one one | 911",
        "nine double one | 911",
        "one triple oh one | 10001",
        "two thousandth | 2000th",
        "thirty two thousandth | 32000th",
        "two dollars and seventy cents | $2.70",
        "3 cents | ¢3",
        "$0.36 | ¢36",
        "three euros and sixty five cents | €3.65",
        "three and a half million | 3500000",
        "forty eight and a half dollars | $48.5",
        "b747 | b 747",
        "10 th | 10th",
        "one | one",
        "one hundred and one | 101",
        "sixes and ninths | 6s and ninths",
        "the twelfth | the 12th",
        "zero point five | 0.5",
        "192 point 168 point 7 | 192.168.7",
      })
  void numbersBecomeDigits(String text, String wanted) {
    assertThat(normalize(text)).isEqualTo(wanted);
  }

  @Test
  void signsBelongToTheNumbers() {
    assertThat(EnglishNumbers.normalize("minus 500")).isEqualTo("-500");
    assertThat(EnglishNumbers.normalize("positive twenty thousand")).isEqualTo("+20000");
    assertThat(EnglishNumbers.normalize("a positive mood")).isEqualTo("a positive mood");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Let's | let us",
        "he's like | he is like",
        "she's been like | she has been like",
        "10km | 10 km",
        "RC232 | rc 232",
        "Mr. Park visited Assoc. Prof. Kim Jr. | mister park visited associate professor kim junior",
        "I CAN'T, won't and don't! | i can not will not and do not",
        "Um, well [laughter] (coughs) hmm yes. | well yes",
        "1,000,000 people | 1000000 people",
        "naïve façade | naive facade",
        "The colour of the travelled theatre | the color of the traveled theater",
        "we organise | we organize",
        "100% | 100%",
        "percent % | percent",
        "end. Next | end next",
        "rock 'n' roll | rock n roll",
        "Well... | well",
      })
  void textIsSpelledOneWay(String text, String wanted) {
    assertThat(normalize(text)).isEqualTo(wanted);
  }

  @Test
  void theSpellingTableKnowsCommonWordsAndLeavesAmericanOnes() {
    assertThat(AmericanSpellings.size()).isGreaterThan(4000);
    String[] pairs = {
      "favourite favorite",
      "behaviour behavior",
      "neighbourhood neighborhood",
      "centre center",
      "kilometres kilometers",
      "organisation organization",
      "realised realized",
      "mobilisation mobilization",
      "analysed analyzed",
      "cancelled canceled",
      "modelling modeling",
      "jewellery jewelry",
      "grey gray",
      "cheque check",
      "programme program",
      "defence defense",
      "labourers laborers",
      "honourable honorable",
      "marvellous marvelous",
      "paediatrician pediatrician"
    };
    for (String pair : pairs) {
      String[] words = pair.split(" ", -1);
      assertThat(AmericanSpellings.of(words[0])).isEqualTo(words[1]);
      assertThat(AmericanSpellings.of(words[1])).isEqualTo(words[1]);
    }
    for (String word :
        "four hour your our tour pour sour flour exercise promise rise wise otherwise surprise string during advise raise noise praise well tell fall ring red allow pulled filled full string analyses spring"
            .split(" ", -1)) {
      assertThat(AmericanSpellings.of(word)).isEqualTo(word);
    }
  }

  @Test
  void anyTextIsNormalizedWithoutFailure() {
    String[] words = {
      "one",
      "o",
      "double",
      "triple",
      "point",
      "and",
      "minus",
      "plus",
      "dollars",
      "cents",
      "per",
      "cent",
      "percent",
      "twenty",
      "third",
      "fifties",
      "hundred",
      "millions",
      "thousandth",
      "3.5",
      "$4",
      "-7",
      "€",
      "%",
      ".",
      "and a half",
      "a",
      "zero",
      "nineteen",
      "0",
      "007",
      "1.2.3",
      "¢5"
    };
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      assertThatCode(() -> normalize(text.toString()))
          .as("seed %d: %s", seed, text)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void emptyAndBlankTextStayEmpty() {
    assertThat(normalize("")).isEmpty();
    assertThat(normalize(" \n ... ")).isEmpty();
  }
}
