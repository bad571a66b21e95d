package dev.hark.model.tokenizer;

/**
 * A token that is found in the text as a whole instead of being built from bytes.
 *
 * @param special whether decoding can leave it out
 */
record AddedToken(int id, String content, boolean special) {}
