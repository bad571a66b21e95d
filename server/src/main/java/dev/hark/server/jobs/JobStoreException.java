package dev.hark.server.jobs;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** The store of jobs cannot be read or written. */
final class JobStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean diskFull;

  JobStoreException(SQLException cause) {
    super("jobs cannot be stored: " + cause.getMessage(), cause);
    this.diskFull = cause.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
  }

  /** Whether there is no room for more. */
  boolean diskFull() {
    return diskFull;
  }
}
