package dev.hark.engine;

import java.time.Duration;

/**
 * A word of a transcript and when it was spoken.
 *
 * @param text the word as it stands in the transcript, with the punctuation that clings to it
 * @param start start of the word, counted from the start of the audio; repaired for subtitles
 * @param end end of the word; later than {@code start}
 * @param rawStart start exactly as the aligner gave it after monotonic repair
 * @param rawEnd end exactly as the aligner gave it; may equal {@code rawStart}
 */
public record Word(String text, Duration start, Duration end, Duration rawStart, Duration rawEnd) {}
