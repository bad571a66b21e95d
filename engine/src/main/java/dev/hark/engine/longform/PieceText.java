package dev.hark.engine.longform;

/**
 * What the model said about a piece in one attempt.
 *
 * @param text the transcript; of a loop, what came before it and the repeated block once
 * @param language English name of the language, empty when unknown or without speech
 * @param stop why the generation ended
 */
public record PieceText(String text, String language, StopReason stop) {}
