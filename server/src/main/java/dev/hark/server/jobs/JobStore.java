package dev.hark.server.jobs;

import dev.hark.engine.TranscriptPart;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * Jobs and the finished parts of their transcripts in one SQLite file. Every method is one
 * transaction, on the disk when it returns; whoever dies between two of them loses nothing of the
 * first. One instance serves all threads.
 */
final class JobStore implements AutoCloseable {
  private static final int VERSION = 1;

  private final Connection connection;

  private JobStore(Connection connection) {
    this.connection = connection;
  }

  /** Opens the file, and makes it if it is not there. */
  static JobStore open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      JobStore store = new JobStore(source.getConnection());
      store.prepare(file);
      return store;
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  private void prepare(Path file) throws SQLException {
    int version = (int) number("PRAGMA user_version");
    if (version == VERSION) {
      return;
    }
    if (version != 0) {
      throw new IllegalArgumentException(
          "%s is of version %d, wanted %d; name another folder with jobs-dir"
              .formatted(file, version, VERSION));
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE IF NOT EXISTS jobs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, status TEXT NOT NULL,
            file_name TEXT NOT NULL, model TEXT NOT NULL, fields TEXT NOT NULL,
            created INTEGER NOT NULL, started INTEGER, finished INTEGER,
            audio INTEGER, done INTEGER NOT NULL, worked INTEGER NOT NULL,
            error_code TEXT, error_message TEXT)\
          """);
      statement.executeUpdate(
          """
          CREATE TABLE IF NOT EXISTS parts (
            job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
            number INTEGER NOT NULL, content TEXT NOT NULL,
            PRIMARY KEY (job, number)) WITHOUT ROWID\
          """);
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
  }

  /** Bounds the file, as a full disk would. */
  void limitPages(int most) {
    var _ = number("PRAGMA max_page_count = " + most);
  }

  /** Adds a job. */
  void add(Job job) {
    update(
        """
        INSERT INTO jobs (id, owner, status, file_name, model, fields, created, done, worked)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)\
        """,
        job.id(),
        job.owner(),
        job.status().label(),
        job.fileName(),
        job.model(),
        JobRow.fields(job.fields()),
        job.created().toEpochMilli());
  }

  Optional<Job> find(String id) {
    return query("SELECT * FROM jobs WHERE id = ?", JobRow::read, id).stream().findFirst();
  }

  /** The jobs of an owner, newest first. */
  List<Job> list(String owner) {
    return query("SELECT * FROM jobs WHERE owner = ? ORDER BY number DESC", JobRow::read, owner);
  }

  /** All ids. */
  List<String> ids() {
    return query("SELECT id FROM jobs", row -> row.getString(1));
  }

  /** How many jobs are not finished. */
  synchronized long unfinished() {
    return number("SELECT count(*) FROM jobs WHERE status IN ('queued', 'running')");
  }

  /** Puts the jobs back that nobody works on since the process that did is gone. */
  void requeue() {
    update("UPDATE jobs SET status = 'queued' WHERE status = 'running'");
  }

  /** Makes the oldest waiting job a running one. */
  Optional<Job> claim() {
    return query(
            """
            UPDATE jobs SET status = 'running', started = coalesce(started, ?)
            WHERE number = (SELECT min(number) FROM jobs WHERE status = 'queued') RETURNING *\
            """,
            JobRow::read,
            System.currentTimeMillis())
        .stream()
        .findFirst();
  }

  /** Keeps the length of the recording. */
  void measured(String id, Duration audio) {
    update("UPDATE jobs SET audio = ? WHERE id = ?", audio.toNanos(), id);
  }

  /**
   * Keeps a further part of a running job.
   *
   * @param number how many parts came before
   * @param worked time spent on this part
   * @return whether the job is still running; else the part is not kept
   */
  synchronized boolean add(String id, int number, TranscriptPart part, Duration worked) {
    execute("BEGIN IMMEDIATE");
    try {
      boolean running =
          update(
                  """
                  UPDATE jobs SET done = ?, worked = worked + ?
                  WHERE id = ? AND status = 'running'\
                  """,
                  part.end().toNanos(),
                  worked.toNanos(),
                  id)
              == 1;
      if (running) {
        update("INSERT INTO parts VALUES (?, ?, ?)", id, number, PartJson.write(part));
      }
      execute("COMMIT");
      return running;
    } catch (RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  private void rollback(RuntimeException failure) {
    try {
      execute("ROLLBACK");
    } catch (JobStoreException e) {
      failure.addSuppressed(e); // when the disk is full, SQLite has done it already
    }
  }

  private synchronized void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  /** The parts from a number on, in order. */
  List<TranscriptPart> parts(String id, int from) {
    return query(
        "SELECT content FROM parts WHERE job = ? AND number >= ? ORDER BY number",
        row -> PartJson.read(row.getString(1)),
        id,
        from);
  }

  /** The parts that a summary needs. */
  List<TranscriptPart> firstParts(String id) {
    return query(
        "SELECT content FROM parts WHERE job = ? AND number < 3 ORDER BY number",
        row -> PartJson.read(row.getString(1)),
        id);
  }

  /** Ends a running job well; {@code false} if it is not running any more. */
  boolean complete(String id) {
    return update(
            "UPDATE jobs SET status = 'completed', finished = ? WHERE id = ? AND status = 'running'",
            System.currentTimeMillis(),
            id)
        == 1;
  }

  /** Ends a running job badly; {@code false} if it is not running any more. */
  boolean fail(String id, JobFailure failure) {
    return update(
            """
            UPDATE jobs SET status = 'failed', finished = ?, error_code = ?, error_message = ?
            WHERE id = ? AND status = 'running'\
            """,
            System.currentTimeMillis(),
            failure.code(),
            failure.message(),
            id)
        == 1;
  }

  /** Ends a job that waits or runs; {@code false} if it is finished. */
  boolean cancel(String id) {
    return update(
            """
            UPDATE jobs SET status = 'cancelled', finished = ?
            WHERE id = ? AND status IN ('queued', 'running')\
            """,
            System.currentTimeMillis(),
            id)
        == 1;
  }

  /** Deletes a finished job with its parts; {@code false} if it is not finished. */
  boolean delete(String id) {
    return update("DELETE FROM jobs WHERE id = ? AND status NOT IN ('queued', 'running')", id) == 1;
  }

  /** Jobs that finished before a time. */
  List<String> finishedBefore(Instant time) {
    return query(
        "SELECT id FROM jobs WHERE finished < ?", row -> row.getString(1), time.toEpochMilli());
  }

  private synchronized int update(String sql, Object... values) {
    try (PreparedStatement statement = statement(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  private long number(String sql) {
    return query(sql, row -> row.getLong(1)).getFirst();
  }

  private synchronized <T> List<T> query(String sql, Row<T> row, Object... values) {
    try (PreparedStatement statement = statement(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  private PreparedStatement statement(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new JobStoreException(e);
    }
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
