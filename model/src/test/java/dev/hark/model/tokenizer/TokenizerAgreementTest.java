package dev.hark.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random texts against the reference library. */
class TokenizerAgreementTest {
  private static final int TEXTS = 100_000;
  private static final long SEED = 20_260_701;

  @Test
  void randomTextsOfManyScriptsHaveTheIdsOfTheReferenceLibrary() throws IOException {
    Tokenizer tokenizer = Tokenizer.open(GoldenModels.ASR_HF);
    try (HuggingFaceTokenizer reference =
        HuggingFaceTokenizer.newInstance(
            GoldenModels.ASR_HF.resolve("tokenizer.json"),
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
      Random random = new Random(SEED);
      for (int i = 0; i < TEXTS; i++) {
        String text = RandomTexts.next(random);
        long[] wanted = reference.encode(text, false, false).getIds();
        int[] ids = tokenizer.encode(text);
        if (!Arrays.equals(Arrays.stream(ids).asLongStream().toArray(), wanted)) {
          assertThat(ids)
              .as("text %d of seed %d: %s", i, SEED, RandomTexts.escaped(text))
              .isEqualTo(Arrays.stream(wanted).mapToInt(Math::toIntExact).toArray());
        }
      }
    }
  }
}
