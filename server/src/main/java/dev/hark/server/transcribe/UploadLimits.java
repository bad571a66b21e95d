package dev.hark.server.transcribe;

import java.nio.file.Path;

/**
 * Bounds of uploads.
 *
 * @param maxBytes largest body
 * @param folder where files are kept while they are worked on
 */
public record UploadLimits(long maxBytes, Path folder) {}
