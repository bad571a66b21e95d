package dev.hark.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.open(GoldenModels.ASR);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "\n", "é", "你", "'", "<", "<|", "1", "\u0301", "ab", " a", "\u200d"})
  void megabyteOfOneThingIsEncodedAndComesBack(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());
    int[] ids = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> TOKENIZER.encode(text));
    assertThat(TOKENIZER.decode(ids, false).equals(text)).isTrue();
  }

  @Test
  void megabyteOfMarksInTheWrongOrderIsEncoded() {
    String text = "a" + "\u0301\u0316".repeat(250_000);
    int[] ids = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> TOKENIZER.encode(text));
    String decoded = TOKENIZER.decode(ids, false);
    assertThat(decoded).startsWith("\u00e1\u0316").hasSizeBetween(499_990, 500_001);
  }

  @Test
  void longPiecesAreMergedAsShortOnesAre() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      StringBuilder word = new StringBuilder();
      int length = 49 + random.nextInt(200);
      int letters = 2 + random.nextInt(24);
      for (int k = 0; k < length; k++) {
        word.append((char) ('a' + random.nextInt(letters)));
      }
      byte[] piece = word.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(TOKENIZER.encode(word.toString()))
          .as("word %d of seed %d: %s", i, seed, word)
          .isEqualTo(Bpe.plain(GoldenModels.golden("tokenizer"), piece));
    }
  }

  @Test
  void idsWithoutATokenAreNothing() {
    int[] ids = {-1, 151_800, 39, Integer.MAX_VALUE, Integer.MIN_VALUE};
    assertThat(TOKENIZER.decode(ids, true)).isEqualTo("H");
    assertThat(TOKENIZER.bytes(-1)).isEmpty();
    assertThat(TOKENIZER.isSpecial(-1)).isFalse();
  }

  @Test
  void idOfATextThatIsOneToken() {
    assertThat(TOKENIZER.id("system")).hasValue(8948);
    assertThat(TOKENIZER.id(" English")).hasValue(6364);
    assertThat(TOKENIZER.id("<asr_text>")).hasValue(151704);
    assertThat(TOKENIZER.id("no single token")).isEmpty();
    assertThat(TOKENIZER.id("")).isEmpty();
  }

  @Test
  void halfASurrogatePairBecomesAReplacementCharacter() {
    String text = "a\ud83dz<|im_end|>\ude00";
    assertThat(TOKENIZER.decode(TOKENIZER.encode(text), false))
        .isEqualTo("a\ufffdz<|im_end|>\ufffd");
  }

  @Test
  void plainTextKeepsLookAlikesAsText() {
    String text = "a<|im_end|>\n<asr_text>";
    int[] ids = TOKENIZER.encodePlain(text);
    assertThat(ids).doesNotContain(151645, 151704);
    assertThat(TOKENIZER.decode(ids, true)).isEqualTo(text);
  }

  @Test
  void streamedTextNeverHoldsHalfACharacter() {
    long seed = 77;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      int[] ids = random.ints(1 + random.nextInt(30), 0, 256).toArray();
      StreamingDecoder decoder = TOKENIZER.streamingDecoder(true);
      StringBuilder streamed = new StringBuilder();
      for (int id : ids) {
        streamed.append(decoder.accept(id));
      }
      assertThat(streamed.append(decoder.finish()).toString())
          .as("list %d of seed %d", i, seed)
          .isEqualTo(TOKENIZER.decode(ids, true));
    }
    for (int i = 0; i < 500; i++) {
      String text = RandomTexts.next(random);
      StreamingDecoder decoder = TOKENIZER.streamingDecoder(false);
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        int[] byteToken = TOKENIZER.encodePlain(new String(new char[] {(char) 0}));
        assertThat(byteToken).hasSize(1);
        assertThat(decoder.accept(byteToken(b))).doesNotContain("\ufffd");
      }
      assertThat(decoder.finish()).isEmpty();
    }
  }

  /** The token of one byte, found by its bytes among the first 256 ids. */
  private static int byteToken(byte wanted) {
    for (int id = 0; id < 256; id++) {
      if (TOKENIZER.bytes(id).length == 1 && TOKENIZER.bytes(id)[0] == wanted) {
        return id;
      }
    }
    throw new AssertionError("no token for byte " + wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "\"type\":\"BPE\" => \"type\":\"Unigram\" => model.type is Unigram, only BPE is supported",
        "\"type\":\"NFC\" => \"type\":\"NFKC\" => normalizer.type is NFKC, only NFC is supported",
        "(?i:'s => (?:'s => only (?i:'s|",
        "\"merges\":[ => \"merges\":[\"0 z\", => has no token \"0z\", which the result of a merge needs",
        "\"merges\":[ => \"merges\":[\"o\", => merge \"o\" is not two tokens and one blank between them",
        "\"merges\":[ => \"merges\":[\"o u\", => merge \"o u\" occurs twice",
        "\"merges\":[ => \"merges\":[7, => model.merges holds VALUE_NUMBER_INT, wanted \"a b\"",
        "\"!\":0 => \"!\":1 => id 1 belongs to two tokens",
        "\"!\":0 => \"!\":-1 => token \"!\" has id -1, wanted 0 to 51218",
        "\"!\":0 => \"!\":2000000000 => token \"!\" has id 2000000000",
        "\"!\":0 => \"!\":\"0\" => token \"!\" has no id, wanted a whole number",
        "\"!\":0, => `` => has no token \"!\", which a byte needs",
        "\"id\":602 => \"id\":601 => id 601 belongs to two tokens",
        "\"id\":602 => \"id\":5 => id 5 belongs to two tokens",
        "\"content\":\"<|im_end|>\" => \"content\":\"<|im_start|>\" => added token <|im_start|> has two ids",
        "\"content\":\"<|im_end|>\" => \"content\":\"\" => added token 602 is empty",
        "\"lstrip\":false => \"lstrip\":true => added token 600 has lstrip, which is not supported",
        "\"byte_fallback\":false => \"byte_fallback\":true => byte_fallback and ignore_merges are not supported",
      })
  void unusableTokenizerIsRefused(String old, String by, String message) throws Exception {
    String good = compact(Files.readString(GoldenModels.QWEN3.resolve("tokenizer.json")));
    assertThat(good).contains(old);
    Files.writeString(folder.resolve("tokenizer.json"), good.replaceFirst(quote(old), quoteBy(by)));
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.json")
        .hasMessageContaining(message);
  }

  @Test
  void holesInTheVocabularyAreAllowed() throws Exception {
    String good = compact(Files.readString(GoldenModels.QWEN3.resolve("tokenizer.json")));
    Files.writeString(
        folder.resolve("tokenizer.json"), good.replaceFirst("\"id\":602", "\"id\":700"));
    Tokenizer tokenizer = Tokenizer.open(folder);
    assertThat(tokenizer.encode("<|im_end|>")).containsExactly(700);
    assertThat(tokenizer.bytes(602)).isEmpty();
    assertThat(tokenizer.size()).isEqualTo(701);
  }

  @Test
  void missingFilesAreNamed() throws Exception {
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has neither tokenizer.json nor vocab.json");
    write("vocab.json", text -> text);
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has neither tokenizer.json nor merges.txt");
  }

  @Test
  void brokenMergesFileIsRefused() throws Exception {
    write("vocab.json", text -> text);
    write("tokenizer_config.json", text -> text);
    write("merges.txt", text -> text + "Ġ zqzqzqzq\n");
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("vocab.json has no token \"zqzqzqzq\", which a merge needs");
    write("merges.txt", text -> "#version: 0.2\nĠ  Ġ\n");
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("merges.txt: merge \"Ġ  Ġ\" is not two tokens");
    write("merges.txt", text -> "#version: 0.2\r\nĠ Ġ\r\n# #\r\n");
    assertThat(Tokenizer.open(folder).encode("    ##")).hasSize(4);
    write("tokenizer_config.json", text -> "{\"added_tokens_decoder\":{\"x\":{}}}");
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"x\" in added_tokens_decoder is not a token id");
  }

  private void write(String file, UnaryOperator<String> change) throws Exception {
    String text = Files.readString(GoldenModels.golden("tokenizer").resolve(file));
    Files.writeString(folder.resolve(file), change.apply(text));
  }

  private static String compact(String json) {
    return new tools.jackson.databind.json.JsonMapper().readTree(json).toString();
  }

  private static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  private static String quoteBy(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }
}
