package dev.hark.train.torch;

import org.jspecify.annotations.Nullable;

/**
 * Windows of the audio encoder that run together.
 *
 * @param rows which of the stem's tokens, {@code [windows, tokens]}, the shorter ones continued
 *     with any
 * @param mask what is added to the scores of each token as a key: 0, or minus infinity for padding,
 *     {@code [windows, tokens]}; null without padding
 */
@SuppressWarnings("ArrayRecordComponent")
record WindowGroup(long[] rows, int windows, int tokens, float @Nullable [] mask) {}
