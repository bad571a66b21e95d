package dev.hark.engine;

import java.time.Duration;

/**
 * A stretch of the input and what became of it.
 *
 * @param start start, counted from the start of the audio
 * @param end end, exclusive; the start of the next span or the end of the audio
 * @param coverage what became of it
 * @param reason why a retry was needed or text may be missing, empty for plain speech or silence
 */
public record Span(Duration start, Duration end, Coverage coverage, String reason) {}
