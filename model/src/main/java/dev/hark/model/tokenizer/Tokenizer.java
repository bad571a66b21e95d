package dev.hark.model.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The byte-level BPE tokenizer of Qwen2 and Qwen3: canonical composition (NFC), a split into words,
 * and merging of byte pairs. Nothing is added in front or behind. Immutable.
 */
public final class Tokenizer {
  private static final byte[] NOTHING = new byte[0];

  private final Vocabulary vocabulary;
  private final AddedTokens added;

  private Tokenizer(TokenizerFiles files) {
    this.vocabulary = new Vocabulary(files);
    this.added = new AddedTokens(files.addedTokens());
  }

  /**
   * Reads the tokenizer of a model folder: {@code tokenizer.json}, or {@code vocab.json}, {@code
   * merges.txt} and {@code tokenizer_config.json}.
   *
   * @throws dev.hark.model.ModelException if a file is missing or damaged, or the tokenizer is of
   *     another kind
   */
  public static Tokenizer open(Path modelDirectory) {
    return of(TokenizerFiles.open(modelDirectory));
  }

  static Tokenizer of(TokenizerFiles files) {
    return new Tokenizer(files);
  }

  /**
   * The tokens of a text in which added tokens such as {@code <|im_start|>} are recognised. Only
   * for text that the program wrote itself.
   */
  public int[] encode(String text) {
    IdList ids = new IdList();
    int at = 0;
    for (AddedTokens.Match match = added.find(text, 0);
        match != null;
        match = added.find(text, at)) {
      encodePlain(text.substring(at, match.from()), ids);
      ids.add(match.token().id());
      at = match.to();
    }
    encodePlain(text.substring(at), ids);
    return ids.toArray();
  }

  /** The tokens of a text in which nothing is special, such as text from a user. */
  public int[] encodePlain(String text) {
    IdList ids = new IdList();
    encodePlain(text, ids);
    return ids.toArray();
  }

  private void encodePlain(String text, IdList into) {
    PreTokenizer.split(
        Composition.compose(text),
        piece -> vocabulary.pairs.encode(piece.getBytes(StandardCharsets.UTF_8), into));
  }

  /**
   * The text of tokens. Ids without a token count as nothing, bytes that are not UTF-8 become
   * replacement characters.
   *
   * @param skipSpecial whether to leave out the tokens for which {@link #isSpecial} holds
   */
  public String decode(int[] ids, boolean skipSpecial) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
    for (int id : ids) {
      if (!(skipSpecial && isSpecial(id))) {
        bytes.writeBytes(token(id));
      }
    }
    return Utf8.decode(bytes.toByteArray(), 0, bytes.size());
  }

  /** A decoder that takes tokens one by one. */
  public StreamingDecoder streamingDecoder(boolean skipSpecial) {
    return new StreamingDecoder(this, skipSpecial);
  }

  /** The bytes of a token, which may be part of a character; empty for an id without a token. */
  public byte[] bytes(int id) {
    return token(id).clone();
  }

  private byte[] token(int id) {
    if (id < 0 || id >= vocabulary.bytes.length) {
      return NOTHING;
    }
    byte[] bytes = vocabulary.bytes[id];
    return bytes == null ? NOTHING : bytes;
  }

  /** The id of an added token, or of a text that is exactly one token. */
  public OptionalInt id(String token) {
    int[] ids = encode(token);
    return ids.length == 1 ? OptionalInt.of(ids[0]) : OptionalInt.empty();
  }

  /**
   * Whether decoding can leave this token out, as {@code <|im_end|>} but not {@code <asr_text>}.
   */
  public boolean isSpecial(int id) {
    return id >= 0 && id < vocabulary.special.length && vocabulary.special[id];
  }

  /** One more than the largest id; a model's embedding may have more rows. */
  public int size() {
    return vocabulary.bytes.length;
  }
}
