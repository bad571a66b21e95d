package dev.hark.audio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream whose next bytes can be looked at, and that can go back to its start as long as at most
 * 1 MiB was read and {@link #forgetStart} was not called.
 */
final class RewindableInput extends FilterInputStream {
  private static final int MOST_KEPT = 1 << 20;

  private byte[] kept = new byte[4096];
  private int keptBytes;
  private int position;
  private long consumed;
  private boolean startKept = true;

  RewindableInput(InputStream in) {
    super(in);
  }

  /** Up to {@code most} bytes that come next; fewer only at the end of the stream. */
  byte[] peek(int most) throws IOException {
    while (keptBytes - position < most) {
      byte[] more = new byte[most - (keptBytes - position)];
      int n = in.read(more, 0, more.length);
      if (n < 0) {
        break;
      }
      keep(more, 0, n);
    }
    return Arrays.copyOfRange(kept, position, Math.min(keptBytes, position + most));
  }

  /** Bytes read since the start. */
  long consumed() {
    return consumed;
  }

  /** Goes back to the first byte; false if that is no longer possible. */
  boolean rewind() {
    if (startKept) {
      position = 0;
      consumed = 0;
    }
    return startKept;
  }

  /** Gives up the start, so that reading on costs no memory. */
  void forgetStart() {
    startKept = false;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position < keptBytes) {
      int n = Math.min(length, keptBytes - position);
      System.arraycopy(kept, position, buffer, offset, n);
      position += n;
      consumed += n;
      return n;
    }
    int n = in.read(buffer, offset, length);
    consumed += Math.max(0, n);
    if (n > 0 && startKept && keptBytes + n <= MOST_KEPT) {
      keep(buffer, offset, n);
      position = keptBytes;
    } else if (n > 0) {
      startKept = false;
      keptBytes = 0;
      position = 0;
    }
    return n;
  }

  private void keep(byte[] buffer, int offset, int n) {
    if (keptBytes + n > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptBytes + n, 2 * kept.length));
    }
    System.arraycopy(buffer, offset, kept, keptBytes, n);
    keptBytes += n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    byte[] unwanted = new byte[Math.clamp(bytes, 0, 1 << 16)];
    long left = bytes;
    while (left > 0) {
      int n = read(unwanted, 0, (int) Math.min(left, unwanted.length));
      if (n < 0) {
        break;
      }
      left -= n;
    }
    return bytes - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
