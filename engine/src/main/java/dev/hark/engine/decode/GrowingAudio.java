package dev.hark.engine.decode;

import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.EncoderNetwork;
import dev.hark.engine.graph.KnownChunks;
import dev.hark.engine.graph.KvBlock;
import dev.hark.engine.graph.RunControl;
import dev.hark.model.network.AudioEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a growing clip keeps from one generation to the next: the encoded full windows of eight
 * seconds, the stem's tokens of the full chunks of the unfinished one, and the decoder's keys and
 * values of the text before the audio and of the full windows' tokens. Only the unfinished window
 * goes through the encoder's transformer again, and only what follows the last full one through the
 * decoder. What has the same features counts as the same, so what comes out is what would come out
 * without it.
 */
public final class GrowingAudio implements AutoCloseable {
  private static final int MELS = MelSpectrogram.MELS;

  private final List<Window> windows = new ArrayList<>();
  private final List<KvBlock> blocks = new ArrayList<>(); // the first one with the text before
  private final KnownChunks chunks = KnownChunks.create(); // of the unfinished window
  private int[] textBefore = {};
  private boolean closed;

  private GrowingAudio() {}

  /** Nothing heard yet. */
  public static GrowingAudio create() {
    return new GrowingAudio();
  }

  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  private record Window(float[] features, float[] encoded) {}

  /** Encodes a clip, taking full windows that were the same before from memory. */
  synchronized float[] encode(EncoderNetwork encoder, MelSpectrogram mel, RunControl control) {
    int frames = encoder.windowFrames();
    int full = closed ? 0 : mel.frames() / frames;
    forgetFrom(Math.min(windows.size(), full));
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < full; i++) {
      MelSpectrogram part = slice(mel, i * frames, frames);
      if (i < windows.size() && !Arrays.equals(windows.get(i).features, part.values())) {
        forgetFrom(i);
      }
      if (i == windows.size()) {
        windows.add(new Window(part.values(), encoder.encode(part, chunks, control)));
        chunks.forget();
      }
      parts.add(windows.get(i).encoded);
    }
    int rest = mel.frames() - full * frames;
    if (rest > 0) {
      MelSpectrogram part = slice(mel, full * frames, rest);
      parts.add(closed ? encoder.encode(part, control) : encoder.encode(part, chunks, control));
    }
    return joined(parts);
  }

  /** Lets an empty row start with what is known of a prompt; returns its positions. */
  synchronized int recall(DecoderNetwork decoder, int row, GenerationRequest request) {
    int[] before = textBefore(request);
    if (closed || !Arrays.equals(before, textBefore)) {
      forgetBlocksFrom(0);
      textBefore = before;
    }
    blocks.forEach(block -> decoder.append(row, block));
    return blocks.stream().mapToInt(KvBlock::positions).sum();
  }

  /** Keeps what a row holds of full windows. */
  synchronized void remember(DecoderNetwork decoder, int row, GenerationRequest request) {
    if (closed) {
      return;
    }
    while (blocks.size() < windows.size()) {
      int from = blocks.stream().mapToInt(KvBlock::positions).sum();
      int tokens = AudioEncoder.tokens(windows.get(blocks.size()).features.length / MELS);
      blocks.add(decoder.save(row, from, Math.max(from, textBefore.length) + tokens));
    }
  }

  private static int[] textBefore(GenerationRequest request) {
    return request.prompt().stream().takeWhile(id -> id != request.audioToken()).toArray();
  }

  private static MelSpectrogram slice(MelSpectrogram mel, int from, int frames) {
    float[] values = new float[MELS * frames]; // [mels, frames]
    for (int band = 0; band < MELS; band++) {
      System.arraycopy(mel.values(), band * mel.frames() + from, values, band * frames, frames);
    }
    return new MelSpectrogram(values, frames);
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private void forgetFrom(int window) {
    windows.subList(window, windows.size()).clear();
    forgetBlocksFrom(window);
  }

  private void forgetBlocksFrom(int window) {
    if (window < blocks.size()) {
      List<KvBlock> gone = blocks.subList(window, blocks.size());
      gone.forEach(KvBlock::close);
      gone.clear();
    }
  }

  /** Frees the memory; waits for a step that uses it. Later generations start from nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    forgetFrom(0);
  }
}
