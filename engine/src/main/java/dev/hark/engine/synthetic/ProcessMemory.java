package dev.hark.engine.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the operating system counts it. */
public final class ProcessMemory {
  private static final int KIBIBYTE = 1024;

  private ProcessMemory() {}

  /** Largest resident memory so far; 0 where the system does not tell. */
  public static long peakResidentBytes() {
    return status("VmHWM:");
  }

  /** Resident memory now; 0 where the system does not tell. */
  public static long residentBytes() {
    return status("VmRSS:");
  }

  private static long status(String key) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("\\D+", "")) * KIBIBYTE;
        }
      }
    } catch (IOException e) {
      // Only Linux has this file.
    }
    return 0;
  }
}
