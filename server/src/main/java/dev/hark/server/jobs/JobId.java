package dev.hark.server.jobs;

import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.ValueType;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Ids of new jobs: by chance, or made of the caller and the key it gave, so that a request which is
 * sent again makes no second job (IETF draft "The Idempotency-Key HTTP Header Field").
 */
final class JobId {
  private static final int LONGEST_KEY = 255;

  static final Parameter KEY =
      new Parameter(
          "Idempotency-Key",
          Parameter.Place.HEADER,
          new ValueType.Text(LONGEST_KEY),
          false,
          "Requests of a caller with the same key make one job; later ones are answered with it");

  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private JobId() {}

  /** The id for a request. */
  static String of(Context context) {
    byte[] bytes = new byte[BYTES];
    Optional<String> key = Optional.ofNullable(context.header(KEY.name()));
    if (key.isEmpty()) {
      RANDOM.nextBytes(bytes);
    } else if (key.get().isBlank() || key.get().length() > LONGEST_KEY) {
      throw ApiException.invalid(
          KEY.name(),
          "Idempotency-Key has %d characters, wanted 1 to %d"
              .formatted(key.get().strip().length(), LONGEST_KEY));
    } else {
      bytes = Arrays.copyOf(digest(Caller.of(context).name() + "\n" + key.get()), BYTES);
    }
    return "job_" + HexFormat.of().formatHex(bytes);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
