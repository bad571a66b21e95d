package dev.hark.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BasicTextNormalizerTest {
  @Test
  void symbolsBecomeSpacesAndCaseGoes() {
    assertThat(BasicTextNormalizer.create().normalize("Grüß GOTT, «Welt»! [Musik] (leise)"))
        .isEqualTo("grüß gott welt");
    assertThat(BasicTextNormalizer.create().normalize("你好，世界。ＡＢＣ")).isEqualTo("你好 世界 abc");
  }

  @Test
  void diacriticsGoOnlyWhenAsked() {
    BasicTextNormalizer plain = BasicTextNormalizer.create().withoutDiacritics();
    assertThat(plain.normalize("Čeština, Łódź, œuvre, Straße"))
        .isEqualTo("cestina lodz oeuvre strasse");
  }

  @Test
  void whisperCutsHindiWordsAtVowelSignsAndWeNeedNot() {
    assertThat(BasicTextNormalizer.create().normalize("नमस्ते")).isEqualTo("नमस त");
    assertThat(TextNormalizer.of("Hindi").normalize("नमस्ते।")).isEqualTo("नमस्ते");
  }

  @Test
  void eachLanguageHasItsNormalizerAndUnit() {
    assertThat(TextNormalizer.of("English").normalize("colour")).isEqualTo("color");
    assertThat(TextNormalizer.of("French").normalize("colour")).isEqualTo("colour");
    assertThat(ErrorUnit.of("Japanese")).isEqualTo(ErrorUnit.CHARACTER);
    assertThat(ErrorUnit.of("Korean")).isEqualTo(ErrorUnit.WORD);
    assertThat(ErrorUnit.CHARACTER.tokens("今天 a𠀀")).containsExactly("今", "天", "a", "𠀀");
    assertThat(ErrorUnit.WORD.tokens("  ")).isEmpty();
  }
}
