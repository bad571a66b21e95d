package dev.hark.studio;

import java.util.Map;

/** A job in a state that a test has chosen. */
record ScriptedJob(String id, String status) {
  private static final double SECONDS = 11;

  ScriptedJob with(String next) {
    return status.equals("cancelled") ? this : new ScriptedJob(id, next);
  }

  /** As the API shows it; members that are null there are left out. */
  Object toJson() {
    double fraction = status.equals("completed") ? 1 : 0.25;
    Map<String, Object> progress =
        Map.of(
            "seconds_done",
            fraction * SECONDS,
            "seconds_total",
            SECONDS,
            "fraction",
            fraction,
            "eta_seconds",
            42,
            "real_time_factor",
            0.2);
    Map<String, Object> job =
        Map.of(
            "id", id,
            "object", "transcription.job",
            "status", status,
            "model", "tiny",
            "created_at", 1,
            "audio_seconds", SECONDS,
            "progress", progress);
    if (!status.equals("failed")) {
      return job;
    }
    var failed = new java.util.TreeMap<String, Object>(job);
    failed.put("error", Map.of("message", "The recording ends in the middle.", "code", "c"));
    return failed;
  }
}
