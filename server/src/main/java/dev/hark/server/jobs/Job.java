package dev.hark.server.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job as it is stored.
 *
 * @param id what it is called; not to be guessed
 * @param owner name of the API key that made it, who alone may see it
 * @param fileName what the client called the recording; text for people, never a path
 * @param model id of the model
 * @param fields the form fields it was made with
 * @param audio length of the recording, once it was read through
 * @param done how much of it is transcribed
 * @param worked time spent on what is transcribed
 */
record Job(
    String id,
    String owner,
    JobStatus status,
    String fileName,
    String model,
    Map<String, List<String>> fields,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> finished,
    Optional<Duration> audio,
    Duration done,
    Duration worked,
    Optional<JobFailure> failure) {
  Job {
    fields = Map.copyOf(fields);
  }

  /** A job that nobody has begun. */
  static Job create(
      String id, String owner, String fileName, String model, Map<String, List<String>> fields) {
    return new Job(
        id,
        owner,
        JobStatus.QUEUED,
        fileName,
        model,
        fields,
        Instant.ofEpochMilli(System.currentTimeMillis()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }
}
