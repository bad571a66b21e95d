package dev.hark.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sound while it happens: a microphone, or samples on standard input. */
interface SoundInput extends AutoCloseable {
  /**
   * Waits for sound.
   *
   * @return mono samples at 16 kHz, perhaps none yet; null at the end
   */
  float @Nullable [] read() throws IOException;

  /** Whether sound that is not read in time is lost. */
  boolean live();

  @Override
  void close() throws IOException;
}
