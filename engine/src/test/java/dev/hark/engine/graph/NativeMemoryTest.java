package dev.hark.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.engine.synthetic.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final int PAGE = 4096;
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void memoryIsGivenBackWhenItIsClosedWhateverIsOpenBesideIt() {
    long seed = 4;
    Random random = new Random(seed);
    Deque<NativeMemory> open = new ArrayDeque<>();
    long before = ProcessMemory.residentBytes();
    for (int i = 0; i < 40; i++) {
      int bytes = random.nextInt(20, 30) * MEBIBYTE;
      NativeMemory memory = NativeMemory.allocate(bytes);
      fill(memory.bytes(0, bytes));
      open.add(memory);
      if (open.size() > 4) {
        open.removeFirst().close();
      }
    }
    NativeMemory last = open.removeLast();
    open.forEach(NativeMemory::close);
    assertThat(ProcessMemory.residentBytes() - before)
        .as("seed %d", seed)
        .isLessThan(45L * MEBIBYTE);
    last.close();
  }

  @Test
  void allocatedMemoryHoldsWhatIsWrittenUpToItsLastByte() {
    int bytes = 3 * MEBIBYTE + 5;
    try (NativeMemory memory = NativeMemory.allocate(bytes);
        NativeMemory other = NativeMemory.allocate(bytes)) {
      memory.bytes(bytes - 1, 1).put(0, (byte) 7);
      memory.copy(bytes - 1, other, 11, 1);
      assertThat(other.bytes(11, 1).get(0)).isEqualTo((byte) 7);
      assertThat(other.bytes(12, 1).get(0)).isZero();
    }
  }

  private static void fill(ByteBuffer bytes) {
    for (int at = 0; at < bytes.capacity(); at += PAGE) {
      bytes.put(at, (byte) 1);
    }
  }
}
