package dev.hark.server.jobs;

import java.util.Locale;

/** How far a job is. */
enum JobStatus {
  QUEUED,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** The name in the API and in the store. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** Whether nothing more will happen. */
  boolean finished() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case COMPLETED, FAILED, CANCELLED -> true;
    };
  }
}
