package dev.hark.model.tokenizer;

import dev.hark.model.ModelException;
import dev.hark.model.json.JsonObject;
import java.util.List;

/**
 * A token that is found in the text as a whole instead of being built from bytes.
 *
 * @param special whether decoding can leave it out
 */
record AddedToken(int id, String content, boolean special) {
  static AddedToken parse(int id, JsonObject token) {
    String content = token.text("content").orElseThrow(() -> token.missing("a string", "content"));
    if (content.isEmpty()) {
      throw new ModelException("%s: added token %d is empty".formatted(token.where(), id));
    }
    for (String flag : List.of("lstrip", "rstrip", "single_word")) {
      if (token.flag(flag, false)) {
        throw new ModelException(
            "%s: added token %d has %s, which is not supported".formatted(token.where(), id, flag));
      }
    }
    return new AddedToken(id, content, token.flag("special", false));
  }
}
