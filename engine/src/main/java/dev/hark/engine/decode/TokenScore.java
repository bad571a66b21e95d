package dev.hark.engine.decode;

/** A token and its unnormalised score. */
public record TokenScore(int token, float score) {}
