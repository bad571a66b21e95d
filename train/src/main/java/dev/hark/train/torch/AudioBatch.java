package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Clips for the audio encoder, cut into its chunks and windows. The chunks of all clips go through
 * the stem together; then full windows run together and shorter ones, padded, beside them. No token
 * ever attends to padding or to another clip, so a clip's result does not depend on its batch.
 *
 * @param chunks mel frames, {@code [chunks, mels, 100]}, last chunks of clips padded with zeros
 * @param rows where the clips' tokens, one clip after the other, lie in the groups' results
 * @param tokens audio tokens of each clip
 */
@SuppressWarnings("ArrayRecordComponent")
record AudioBatch(
    float[] chunks,
    int chunkCount,
    int bands,
    List<WindowGroup> groups,
    long[] rows,
    int[] tokens) {
  private static final int CHUNK_FRAMES = AudioEncoder.CHUNK_FRAMES;
  private static final int CHUNK_TOKENS = AudioEncoder.CHUNK_TOKENS;

  /** A window: its tokens are rows {@code from} to {@code from + tokens} of the stem's result. */
  private record Window(int from, int tokens) {}

  static AudioBatch of(List<MelSpectrogram> clips, AudioEncoderConfig config) {
    int[] tokens = clips.stream().mapToInt(clip -> AudioEncoder.tokens(clip.frames())).toArray();
    int chunkCount = clips.stream().mapToInt(AudioBatch::chunks).sum();
    float[] chunks = new float[chunkCount * config.melBins() * CHUNK_FRAMES];
    List<Window> windows = new ArrayList<>();
    int windowTokens = config.windowFrames() / CHUNK_FRAMES * CHUNK_TOKENS;
    int chunk = 0;
    for (int i = 0; i < clips.size(); i++) {
      cut(clips.get(i), config.melBins(), chunks, chunk);
      for (int at = 0; at < tokens[i]; at += windowTokens) {
        windows.add(new Window(chunk * CHUNK_TOKENS + at, Math.min(windowTokens, tokens[i] - at)));
      }
      chunk += chunks(clips.get(i));
    }
    long[] where = new long[windows.size()]; // first row of each window in the groups' results
    List<WindowGroup> groups = new ArrayList<>();
    long rows = 0;
    WindowGroup full = group(windows, i -> windows.get(i).tokens() == windowTokens, where, rows);
    if (full != null) {
      groups.add(full);
      rows += full.rows().length;
    }
    WindowGroup rest = group(windows, i -> windows.get(i).tokens() < windowTokens, where, rows);
    if (rest != null) {
      groups.add(rest);
    }
    return new AudioBatch(
        chunks, chunkCount, config.melBins(), groups, tokenRows(windows, where, tokens), tokens);
  }

  private static int chunks(MelSpectrogram mel) {
    return (mel.frames() + CHUNK_FRAMES - 1) / CHUNK_FRAMES;
  }

  private static void cut(MelSpectrogram mel, int bands, float[] into, int firstChunk) {
    for (int chunk = 0; chunk < chunks(mel); chunk++) {
      int start = chunk * CHUNK_FRAMES;
      int length = Math.min(CHUNK_FRAMES, mel.frames() - start);
      for (int band = 0; band < bands; band++) {
        int at = ((firstChunk + chunk) * bands + band) * CHUNK_FRAMES;
        System.arraycopy(mel.values(), band * mel.frames() + start, into, at, length);
      }
    }
  }

  private static @Nullable WindowGroup group(
      List<Window> windows, IntPredicate member, long[] where, long firstRow) {
    List<Window> members = new ArrayList<>();
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < windows.size(); i++) {
      if (member.test(i)) {
        members.add(windows.get(i));
        longest = Math.max(longest, windows.get(i).tokens());
        shortest = Math.min(shortest, windows.get(i).tokens());
      }
    }
    if (members.isEmpty()) {
      return null;
    }
    int place = 0;
    for (int i = 0; i < windows.size(); i++) {
      if (member.test(i)) {
        where[i] = firstRow + (long) place++ * longest;
      }
    }
    long[] rows = new long[members.size() * longest]; // [windows, tokens]
    float[] mask = new float[rows.length];
    for (int w = 0; w < members.size(); w++) {
      Window window = members.get(w);
      for (int t = 0; t < longest; t++) {
        boolean counts = t < window.tokens();
        rows[w * longest + t] = (long) window.from() + (counts ? t : 0);
        mask[w * longest + t] = counts ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
    return new WindowGroup(rows, members.size(), longest, shortest < longest ? mask : null);
  }

  private static long[] tokenRows(List<Window> windows, long[] where, int[] tokens) {
    int total = 0;
    for (int count : tokens) {
      total += count;
    }
    long[] rows = new long[total];
    int at = 0;
    for (int w = 0; w < windows.size(); w++) {
      for (int t = 0; t < windows.get(w).tokens(); t++) {
        rows[at++] = where[w] + t;
      }
    }
    return rows;
  }

  /** Audio tokens of all clips. */
  int totalTokens() {
    return rows.length;
  }
}
