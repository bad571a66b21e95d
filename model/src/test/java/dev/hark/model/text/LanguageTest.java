package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.GoldenJson;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LanguageTest {
  private static final JsonNode GOLDEN = GoldenJson.read("text/languages.json");

  @Test
  void namesAndCodesAreThePublishedOnesInTheirOrder() {
    assertThat(Arrays.stream(Language.values()).map(Language::englishName))
        .containsExactlyElementsOf(GoldenJson.strings(GOLDEN.get("asr_languages_in_order")));
    Map<String, String> codes =
        GOLDEN.get("codes_native_only").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stringValue()));
    assertThat(
            Arrays.stream(Language.values())
                .collect(Collectors.toMap(Language::code, Language::englishName)))
        .isEqualTo(codes);
  }

  @Test
  void alignedLanguagesAreThePublishedOnes() {
    assertThat(
            Arrays.stream(Language.values())
                .filter(Language::isAligned)
                .map(Language::englishName)
                .sorted())
        .containsExactlyElementsOf(GoldenJson.strings(GOLDEN.get("aligner_languages")));
  }

  @Test
  void namesAreNormalisedAndCheckedAsInTheOfficialCode() {
    assertThat(GOLDEN.get("normalize").size()).isPositive();
    for (JsonNode vector : GOLDEN.get("normalize")) {
      if (vector.get("input").isNull()) {
        continue; // no such call is possible here: a language that is not given is Optional.empty()
      }
      String input = vector.get("input").stringValue();
      if (vector.get("normalize").has("error")) {
        assertThatThrownBy(() -> Language.normalise(input))
            .as("\"%s\"", input)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("language is empty");
        continue;
      }
      String normal = vector.get("normalize").get("result").stringValue();
      assertThat(Language.normalise(input)).as("\"%s\"", input).isEqualTo(normal);
      if (vector.get("validate").has("result")) {
        assertThat(Language.of(input).englishName()).as("\"%s\"", input).isEqualTo(normal);
      } else if (Language.find(input).isPresent()) {
        // Codes, which the official code does not take.
        assertThat(Language.of(input).code()).as("\"%s\"", input).isEqualToIgnoringCase(input);
      } else {
        assertThatThrownBy(() -> Language.of(input))
            .as("\"%s\"", input)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("is not known, wanted a name or code of: Chinese, English");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "DE", " German\n", "german", "GERMAN"})
  void nameOrCodeInAnyCaseIsFound(String name) {
    assertThat(Language.of(name)).isEqualTo(Language.GERMAN);
  }

  @Test
  void everyNameAndCodeFindsItsLanguage() {
    Map<Language, Language> same =
        Arrays.stream(Language.values())
            .collect(Collectors.toMap(Function.identity(), Function.identity()));
    same.forEach((language, itself) -> {
      assertThat(Language.of(language.englishName())).isEqualTo(itself);
      assertThat(Language.of(language.code())).isEqualTo(itself);
    });
  }
}
