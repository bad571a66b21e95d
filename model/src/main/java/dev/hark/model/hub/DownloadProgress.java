package dev.hark.model.hub;

/** Hears how far a download is. Called often, from the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {
  /** Ignores everything. */
  DownloadProgress NONE = (file, doneBytes, totalBytes) -> {};

  /**
   * Called after each part that arrived.
   *
   * @param file name of the file in work
   * @param doneBytes bytes of the whole model that are here, those from before included
   * @param totalBytes bytes of the whole model
   */
  void update(String file, long doneBytes, long totalBytes);
}
