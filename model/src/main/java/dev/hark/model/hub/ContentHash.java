package dev.hark.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash a hub announces for a file, which also names its blob in the cache.
 *
 * @param kind how it is computed
 * @param hex lower-case hexadecimal digits
 */
record ContentHash(Kind kind, String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 1 << 20;

  /** How a hash is computed. */
  enum Kind {
    /** SHA-256 of the content, used for large files. */
    SHA256("SHA-256"),
    /** SHA-1 of a git blob, used for small files: the content after {@code "blob <length>\0"}. */
    GIT_BLOB("SHA-1");

    private final String algorithm;

    Kind(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  /** The hash written as {@code text}, such as an ETag; empty if it is no hash of ours. */
  static Optional<ContentHash> parse(String text) {
    String hex = text.strip();
    hex = hex.startsWith("W/") ? hex.substring(2) : hex;
    hex = hex.replace("\"", "").toLowerCase(Locale.ROOT);
    if (!HEX.matcher(hex).matches()) {
      return Optional.empty();
    }
    return Optional.of(new ContentHash(hex.length() == 64 ? Kind.SHA256 : Kind.GIT_BLOB, hex));
  }

  /** Whether {@code file} has this hash. */
  boolean matches(Path file) throws IOException {
    return compute(kind, file).equals(hex);
  }

  /** The hash of {@code file} in hexadecimal digits. */
  static String compute(Kind kind, Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(kind.algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java runtime: lacks " + kind.algorithm, e);
    }
    if (kind == Kind.GIT_BLOB) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
