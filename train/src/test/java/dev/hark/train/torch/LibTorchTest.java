package dev.hark.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibTorchTest {
  /** All systems that libtorch is packaged for here have glibc. */
  @Test
  void theCLibraryKeepsFreedMemoryAsAsked() {
    assertThat(LibTorch.keepFreedMemory()).isTrue();
  }
}
