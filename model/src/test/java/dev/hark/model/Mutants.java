package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Damaged copies of good files, and the rule that a reader must keep with them. */
public final class Mutants {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What every reading may allocate, and how much more for each byte of the file. */
  private static final long BASE_BYTES = 4 << 20;

  private static final long BYTES_PER_BYTE = 400;

  private static final String[] TOKENS = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "0.5",
    "2147483648",
    "18446744073709551615",
    "9223372036854775807",
    "4611686018427387904",
    "1000000000",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[[[[[[[[",
    "{\"a\":{\"a\":",
    ",",
    ":",
    "\\u0000",
    "\\ud800",
    "\u0000",
    "\u00ff",
    "\"BF16\"",
    "\"__metadata__\":{},",
    " ".repeat(50),
    "[".repeat(3000),
    "9".repeat(2000),
  };

  private final Random random;
  private final List<byte[]> seeds;

  public Mutants(long seed, List<byte[]> seeds) {
    this.random = new Random(seed);
    this.seeds = seeds;
  }

  /**
   * Reads damaged files: nothing but a ModelException of one line may come out, within five seconds
   * and without allocating more than the size of the file justifies.
   *
   * @return how many were refused
   */
  public int check(int count, Consumer<byte[]> reader) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] file = next();
      String label = "mutant %d: %s".formatted(i, shown(file));
      boolean fine =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5), () -> isAccepted(label, file, reader), label);
      refused += fine ? 0 : 1;
    }
    return refused;
  }

  private static boolean isAccepted(String label, byte[] file, Consumer<byte[]> reader) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean accepted = true;
    try {
      reader.accept(file);
    } catch (ModelException e) {
      accepted = false;
      assertThat(e.getMessage()).as(label).isNotBlank().doesNotContain("\n").hasSizeLessThan(2000);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(label, e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as(label).isLessThan(BASE_BYTES + BYTES_PER_BYTE * file.length);
    return accepted;
  }

  private byte[] next() {
    byte[] file = seeds.get(random.nextInt(seeds.size()));
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      file = changed(file);
    }
    return file;
  }

  private byte[] changed(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(file.length);
    int end = Math.min(file.length, at + 1 + random.nextInt(30));
    byte[] empty = {};
    return switch (random.nextInt(8)) {
      case 0 ->
          spliced(file, at, at + 1, new byte[] {(byte) (file[at] ^ (1 << random.nextInt(8)))});
      case 1 -> spliced(file, at, end, empty);
      case 2 -> spliced(file, at, at, Arrays.copyOfRange(file, at, end));
      case 3 -> spliced(file, at, at, token());
      case 4 -> spliced(file, at, end, token());
      case 5 -> Arrays.copyOf(file, at);
      default -> {
        int number = numberFrom(file, at);
        yield number < 0
            ? spliced(file, at, at + 1, token())
            : spliced(file, number, numberEnd(file, number), token());
      }
    };
  }

  private byte[] token() {
    return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static int numberFrom(byte[] file, int at) {
    for (int i = at; i < file.length; i++) {
      if (file[i] >= '0' && file[i] <= '9') {
        return i;
      }
    }
    return -1;
  }

  private static int numberEnd(byte[] file, int from) {
    int end = from;
    while (end < file.length && file[end] >= '0' && file[end] <= '9') {
      end++;
    }
    return end;
  }

  private static byte[] spliced(byte[] file, int from, int to, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    out.writeBytes(by);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }

  private static String shown(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.length() <= 600 ? text : text.substring(0, 600) + "...";
  }
}
