package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A source that is about to be decoded: finds out what its bytes are, and who can read them. */
record Recording(AudioSource source, AudioLimits limits) {
  private static final int HEAD_BYTES = 64;

  /** Opens the samples at the first one. */
  MonoSamples open() {
    String name = source.name();
    RewindableInput in = null;
    try {
      in = new RewindableInput(stream());
      MonoSamples samples = decode(in);
      in = null;
      return samples;
    } catch (NoSuchFileException e) {
      throw new AudioException(
          Kind.MISSING, name + ": no such file; wanted a recording, check the path", e);
    } catch (AccessDeniedException e) {
      throw new AudioException(
          Kind.UNREADABLE, name + ": permission denied; wanted a readable file", e);
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          name + ": cannot be read: " + OneLine.of(String.valueOf(e.getMessage())),
          e);
    } finally {
      closeQuietly(in);
    }
  }

  private MonoSamples decode(RewindableInput in) throws IOException {
    String name = source.name();
    byte[] head = in.peek(HEAD_BYTES);
    if (head.length == 0) {
      throw new AudioException(Kind.EMPTY, name + ": empty, wanted a recording");
    }
    if (WavHeader.isWav(head)) {
      WavHeader header = WavHeader.read(in, name);
      if (header.coding().isPresent()) {
        in.forgetStart();
        long size = size();
        long available = size == WavHeader.UNKNOWN_SIZE ? size : size - in.consumed();
        return new WavSamples(in, header, header.coding().get(), available, name, limits);
      }
      if (!in.rewind()) {
        throw new AudioException(
            Kind.UNSUPPORTED, name + ": compressed WAV with more than 1 MiB of header, convert it");
      }
    }
    if (source instanceof FileSource(Path file) && Files.isRegularFile(file)) {
      in.close();
      return held(FfmpegSamples.decode(file, name, limits));
    }
    in.forgetStart();
    return held(
        Spool.isNeeded(head)
            ? Spool.decode(in, name, limits)
            : FfmpegSamples.decode(in, name, limits));
  }

  private MonoSamples held(FfmpegSamples samples) {
    return HeldToLength.of(samples, new PacketLength(source, limits), source.name(), limits);
  }

  private InputStream stream() throws IOException {
    return switch (source) {
      case FileSource(Path file) -> {
        if (Files.isDirectory(file)) {
          throw new AudioException(
              Kind.UNREADABLE, source.name() + ": is a directory, wanted a file with a recording");
        }
        yield Files.newInputStream(file);
      }
      case BytesSource bytes -> new ByteArrayInputStream(bytes.bytes());
      case StreamSource(InputStream stream, String ignored) -> new Unclosed(stream);
    };
  }

  /** Bytes of the source, or {@link WavHeader#UNKNOWN_SIZE}. */
  private long size() throws IOException {
    return switch (source) {
      case FileSource(Path file) ->
          Files.isRegularFile(file) ? Files.size(file) : WavHeader.UNKNOWN_SIZE;
      case BytesSource bytes -> bytes.bytes().length;
      case StreamSource ignored -> WavHeader.UNKNOWN_SIZE;
    };
  }

  private static void closeQuietly(@Nullable InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // The reason why opening failed is already on its way.
      }
    }
  }

  /** The caller's stream, which stays open. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }

    @Override
    public void close() {}
  }
}
