package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Fetches one file into the cache. What arrives goes to {@code <blob>.part}, which a later attempt,
 * or a later process, continues; only content of the right hash gets the name of the blob.
 */
final class BlobDownload {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int WRONG_CONTENT_LIMIT = 2;

  private final HubHttp http;
  private final Retries.Pause pause;
  private final Duration stallTimeout;
  private final RemoteFile file;
  private final Path blob;
  private final Path part;
  private final String what;
  private String etag = "";

  BlobDownload(
      HubHttp http, Retries.Pause pause, Duration stallTimeout, RemoteFile file, Path blob) {
    this.http = http;
    this.pause = pause;
    this.stallTimeout = stallTimeout;
    this.file = file;
    this.blob = blob;
    this.part = part(blob);
    this.what = file.name();
  }

  private static Path part(Path blob) {
    return blob.resolveSibling(blob.getFileName() + ".part");
  }

  /** Bytes of {@code blob} that an earlier download left behind. */
  static long partBytes(Path blob) throws IOException {
    return Files.exists(part(blob)) ? Files.size(part(blob)) : 0;
  }

  /**
   * Downloads, checks and places the blob; {@code progress} hears the bytes of it that are here.
   */
  void run(LongConsumer progress) {
    for (int wrong = 1; ; wrong++) {
      Retries retries = new Retries(pause);
      retries.run(
          what,
          () -> {
            transfer(retries, progress);
            return file;
          });
      try {
        if (file.hash().matches(part)) {
          Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
          return;
        }
        Files.delete(part);
      } catch (IOException e) {
        throw diskFailure(e);
      }
      if (wrong == WRONG_CONTENT_LIMIT) {
        throw new HubException(
            Reason.CORRUPT,
            "%s: content is not what the hub announced (%s %s), fetched %d times; try again later"
                .formatted(what, file.hash().kind(), file.hash().hex(), wrong));
      }
    }
  }

  private void transfer(Retries retries, LongConsumer progress)
      throws IOException, InterruptedException {
    long have = partBytes();
    progress.accept(have);
    if (have == file.sizeBytes() && have > 0) {
      return;
    }
    Map<String, String> headers = new HashMap<>();
    if (have > 0) {
      headers.put("Range", "bytes=" + have + "-");
      if (!etag.isEmpty()) {
        headers.put("If-Range", etag);
      }
    }
    HttpResponse<InputStream> response = http.get(file.uri(), headers, what);
    try (InputStream body = response.body()) {
      etag = response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\"")).orElse("");
      long from = startOf(response, have);
      try (StallGuard guard = new StallGuard(body, stallTimeout);
          FileChannel out = openPart(from)) {
        copy(body, out, from, guard, retries, progress);
      }
    }
  }

  /** Where in the file the answer's body begins. */
  private long startOf(HttpResponse<?> response, long have) throws IOException {
    if (response.statusCode() == 200) {
      return 0;
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (response.statusCode() == 206
        && range.startsWith("bytes " + have + "-")
        && range.endsWith("/" + file.sizeBytes())) {
      return have;
    }
    deletePart();
    throw new IOException(
        "the hub answers %d with range \"%s\" to a request from byte %d of %d"
            .formatted(response.statusCode(), range, have, file.sizeBytes()));
  }

  private void copy(
      InputStream body,
      FileChannel out,
      long from,
      StallGuard guard,
      Retries retries,
      LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long at = from;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      guard.touch();
      if (at + read > file.sizeBytes()) {
        deletePart();
        throw new HubException(
            Reason.CORRUPT,
            "%s: the hub sends more than the %d bytes it announced; try again later"
                .formatted(what, file.sizeBytes()));
      }
      write(out, ByteBuffer.wrap(buffer, 0, read));
      at += read;
      if (read > 0) {
        retries.progressed();
      }
      progress.accept(at);
    }
    if (at < file.sizeBytes()) {
      throw new IOException("connection cut after %d of %d bytes".formatted(at, file.sizeBytes()));
    }
    force(out);
  }

  private long partBytes() {
    try {
      long have = partBytes(blob);
      if (have > file.sizeBytes()) {
        Files.delete(part);
        return 0;
      }
      return have;
    } catch (IOException e) {
      throw diskFailure(e);
    }
  }

  private FileChannel openPart(long from) {
    try {
      FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      out.truncate(from);
      out.position(from);
      return out;
    } catch (IOException e) {
      throw diskFailure(e);
    }
  }

  private void write(FileChannel out, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw diskFailure(e);
    }
  }

  private void force(FileChannel out) {
    try {
      out.force(true);
    } catch (IOException e) {
      throw diskFailure(e);
    }
  }

  private void deletePart() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw diskFailure(e);
    }
  }

  private RuntimeException diskFailure(IOException cause) {
    return ModelCache.diskFailure(part, cause);
  }
}
