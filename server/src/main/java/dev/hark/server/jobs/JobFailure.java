package dev.hark.server.jobs;

import dev.hark.audio.AudioException;
import dev.hark.engine.InferenceException;
import dev.hark.model.ModelException;
import dev.hark.server.http.ApiException;

/**
 * Why a job failed.
 *
 * @param code what went wrong, for programs
 * @param message one line for people
 */
record JobFailure(String code, String message) {
  /** Whether the recording is to blame, not the server. */
  boolean ofRequest() {
    return code.equals("invalid_audio") || code.equals("audio_too_long");
  }

  /**
   * What an exception means to the owner of a job.
   *
   * @param path what messages call the recording, which the owner calls {@code fileName}
   */
  static JobFailure of(RuntimeException failure, String path, String fileName) {
    String message = String.valueOf(failure.getMessage()).replace(path, fileName);
    return switch (failure) {
      case AudioException audio ->
          switch (audio.kind()) {
            case TOO_LONG -> new JobFailure("audio_too_long", message);
            case EMPTY, UNSUPPORTED, DAMAGED -> new JobFailure("invalid_audio", message);
            case MISSING, UNREADABLE, TIMEOUT, NO_DECODER ->
                new JobFailure("decoder_failed", message);
          };
      case ApiException refusal ->
          new JobFailure(refusal.code().orElse("refused"), refusal.message());
      case JobStoreException store when store.diskFull() ->
          new JobFailure(
              "disk_full", "the disk of the server is full; free space and make the job again");
      case JobStoreException _ ->
          new JobFailure("storage_failed", "the server could not keep the transcript");
      case ModelException _ -> new JobFailure("model_failed", message);
      case InferenceException _ -> new JobFailure("inference_failed", message);
      default -> new JobFailure("internal_error", "the server failed; its log has more");
    };
  }
}
