package dev.hark.engine.format;

import java.time.Duration;

/**
 * The rules a subtitle layout keeps. Widths count columns: a full-width character such as a Chinese
 * one takes two, so that the same limits suit every script.
 *
 * @param maxLineWidth widest line in columns; only a single longer word may exceed it
 * @param maxLineCount most lines in a cue
 * @param maxWordsPerLine most words in a line, which then is the whole cue, as in whisper; 0 for no
 *     limit
 * @param highlightWords whether each word is marked while it is spoken
 * @param minCue shortest time a cue should stay, given that the next leaves room
 * @param maxCue longest time a cue stays
 * @param maxColumnsPerSecond reading speed above which a cue is held longer or split otherwise,
 *     where the speech leaves room
 */
public record SubtitleOptions(
    int maxLineWidth,
    int maxLineCount,
    int maxWordsPerLine,
    boolean highlightWords,
    Duration minCue,
    Duration maxCue,
    double maxColumnsPerSecond) {

  public SubtitleOptions {
    if (maxLineWidth < 1 || maxLineCount < 1 || maxWordsPerLine < 0) {
      throw new IllegalArgumentException(
          "subtitle lines: width %d, count %d, words %d; wanted at least 1, 1 and 0"
              .formatted(maxLineWidth, maxLineCount, maxWordsPerLine));
    }
    if (minCue.isNegative() || maxCue.toMillis() < 1 || maxCue.compareTo(minCue) < 0) {
      throw new IllegalArgumentException(
          "cue time: got %s to %s; wanted 0 <= shortest <= longest and longest >= 1 ms"
              .formatted(minCue, maxCue));
    }
    if (!(maxColumnsPerSecond > 0)) {
      throw new IllegalArgumentException(
          "reading speed: got " + maxColumnsPerSecond + " columns a second; wanted more than 0");
    }
  }

  /** Two lines of 42 columns, 0.83 to 7 seconds, 17 columns a second: the usual reading rules. */
  public static SubtitleOptions create() {
    return new SubtitleOptions(
        42, 2, 0, false, Duration.ofMillis(830), Duration.ofSeconds(7), 17.0);
  }

  /** These options with lines of at most {@code columns}. */
  public SubtitleOptions withMaxLineWidth(int columns) {
    return new SubtitleOptions(
        columns,
        maxLineCount,
        maxWordsPerLine,
        highlightWords,
        minCue,
        maxCue,
        maxColumnsPerSecond);
  }

  /** These options with at most {@code lines} lines in a cue. */
  public SubtitleOptions withMaxLineCount(int lines) {
    return new SubtitleOptions(
        maxLineWidth, lines, maxWordsPerLine, highlightWords, minCue, maxCue, maxColumnsPerSecond);
  }

  /** These options with cues of one line of at most {@code words} words; 0 lifts the limit. */
  public SubtitleOptions withMaxWordsPerLine(int words) {
    return new SubtitleOptions(
        maxLineWidth, maxLineCount, words, highlightWords, minCue, maxCue, maxColumnsPerSecond);
  }

  /** These options with each word marked, or not, while it is spoken. */
  public SubtitleOptions withHighlightWords(boolean highlight) {
    return new SubtitleOptions(
        maxLineWidth,
        maxLineCount,
        maxWordsPerLine,
        highlight,
        minCue,
        maxCue,
        maxColumnsPerSecond);
  }

  /** These options with cues that stay between {@code shortest} and {@code longest}. */
  public SubtitleOptions withCueTime(Duration shortest, Duration longest) {
    return new SubtitleOptions(
        maxLineWidth,
        maxLineCount,
        maxWordsPerLine,
        highlightWords,
        shortest,
        longest,
        maxColumnsPerSecond);
  }

  /** Lines a cue may really have: one when words are counted. */
  int lines() {
    return maxWordsPerLine > 0 ? 1 : maxLineCount;
  }
}
