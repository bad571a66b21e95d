package dev.hark.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The API keys that a server accepts. Only their SHA-256 digests are kept: a key has 256 random
 * bits, so a slow digest would add nothing.
 */
public final class ApiKeys {
  private static final String PREFIX = "hark-";
  private static final int RANDOM_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  private final List<Entry> entries;

  private record Entry(String name, String digest) {}

  private ApiKeys(List<Entry> entries) {
    this.entries = entries;
  }

  /** No keys: everybody is let in. */
  public static ApiKeys none() {
    return new ApiKeys(List.of());
  }

  /**
   * The keys of a file with lines {@code name sha256-in-hex}; {@code #} begins a comment.
   *
   * @throws IllegalArgumentException if the file cannot be read or a line is something else
   */
  public static ApiKeys read(Path file) {
    List<Entry> entries = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "API keys: %s cannot be read; make it with hark serve --new-key NAME".formatted(file), e);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(line, "%s line %d".formatted(file, i + 1)));
      }
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          "API keys: %s has none; add one with hark serve --new-key NAME".formatted(file));
    }
    return new ApiKeys(List.copyOf(entries));
  }

  private static Entry entry(String line, String place) {
    String[] parts = line.split("\\s+", -1);
    if (parts.length != 2
        || !NAME.matcher(parts[0]).matches()
        || !DIGEST.matcher(parts[1]).matches()) {
      throw new IllegalArgumentException(place + ": wanted a name and 64 hexadecimal digits");
    }
    return new Entry(parts[0], parts[1].toLowerCase(Locale.ROOT));
  }

  /** Makes a key, adds its digest to the file, and returns the key, which is nowhere else. */
  public static String create(String name, Path file) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of the key: got \"%s\", wanted up to 64 of A-Z a-z 0-9 . _ -".formatted(name));
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    if (!Files.exists(file)
        && Files.getFileStore(parent(file)).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(
        file,
        "%s %s%n".formatted(name, digest(key)),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return key;
  }

  private static Path parent(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
  }

  /** Whether callers need a key. */
  public boolean required() {
    return !entries.isEmpty();
  }

  /** Who has this key. All entries are compared, each in constant time. */
  public Optional<Caller> caller(String key) {
    byte[] digest = digest(key).getBytes(StandardCharsets.US_ASCII);
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.digest.getBytes(StandardCharsets.US_ASCII), digest)) {
        found = Optional.of(new Caller(entry.name));
      }
    }
    return found;
  }

  /** The SHA-256 of a key in hexadecimal digits. */
  private static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
