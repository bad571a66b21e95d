package dev.hark.model.tokenizer;

import dev.hark.model.ModelException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens by id, checked: no id twice, all bytes present, every merge between known tokens. */
final class Vocabulary {
  private static final int MOST_HOLES = 50_000;

  final byte[] @Nullable [] bytes; // by id; null where there is no token
  final boolean[] special; // by id
  final BytePairs pairs;

  Vocabulary(TokenizerFiles files) {
    Map<String, Integer> base = files.vocabulary();
    int size = 1 + largest(files.where(), base, files.addedTokens());
    this.bytes = new byte[size][];
    this.special = new boolean[size];
    base.forEach((token, id) -> put(files.where(), token, id));
    this.pairs = pairs(files, base);
    Set<String> contents = new HashSet<>();
    for (AddedToken token : files.addedTokens()) {
      if (!contents.add(token.content())) {
        throw new ModelException(
            "%s: added token %s has two ids".formatted(files.where(), token.content()));
      }
      add(files.where(), base.get(token.content()), token);
    }
  }

  private static int largest(
      String where, Map<String, Integer> base, List<AddedToken> addedTokens) {
    // A few ids may be left out, but arrays over the ids must not dwarf the files.
    int limit = 2 * (base.size() + addedTokens.size()) + MOST_HOLES;
    int largest = -1;
    for (Map.Entry<String, Integer> token : base.entrySet()) {
      largest = Math.max(largest, checked(where, token.getKey(), token.getValue(), limit));
    }
    for (AddedToken token : addedTokens) {
      largest = Math.max(largest, checked(where, token.content(), token.id(), limit));
    }
    return largest;
  }

  private static int checked(String where, String token, int id, int limit) {
    if (id < 0 || id > limit) {
      throw new ModelException(
          "%s: token \"%s\" has id %d, wanted 0 to %d".formatted(where, token, id, limit));
    }
    return id;
  }

  private void put(String where, String token, int id) {
    if (bytes[id] != null) {
      throw new ModelException("%s: id %d belongs to two tokens".formatted(where, id));
    }
    byte[] decoded = ByteAlphabet.bytes(token);
    bytes[id] = decoded != null ? decoded : token.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** A list of added tokens may repeat one that the vocabulary already has. */
  private void add(String where, @Nullable Integer known, AddedToken token) {
    if (known == null) {
      put(where, token.content(), token.id());
    } else if (known != token.id()) {
      throw new ModelException(
          "%s: token %s has ids %d and %d".formatted(where, token.content(), known, token.id()));
    }
    bytes[token.id()] = token.content().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    special[token.id()] = token.special();
  }

  private static BytePairs pairs(TokenizerFiles files, Map<String, Integer> ids) {
    int[] byteIds = new int[256];
    for (int b = 0; b < 256; b++) {
      byteIds[b] = id(files, ids, String.valueOf(ByteAlphabet.character(b)), "a byte");
    }
    BytePairs pairs = new BytePairs(byteIds, files.merges().size());
    int rank = 0;
    for (TokenizerFiles.Merge merge : files.merges()) {
      int left = id(files, ids, merge.left(), "a merge");
      int right = id(files, ids, merge.right(), "a merge");
      int result = id(files, ids, merge.left() + merge.right(), "the result of a merge");
      if (!pairs.add(left, right, rank++, result)) {
        throw new ModelException(
            "%s: merge \"%s %s\" occurs twice"
                .formatted(files.where(), merge.left(), merge.right()));
      }
    }
    return pairs;
  }

  private static int id(
      TokenizerFiles files, Map<String, Integer> ids, String token, String purpose) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new ModelException(
          "%s has no token \"%s\", which %s needs; vocabulary and merges do not belong together"
              .formatted(files.where(), token, purpose));
    }
    return id;
  }
}
