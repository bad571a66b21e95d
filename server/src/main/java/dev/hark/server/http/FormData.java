package dev.hark.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;

/**
 * A multipart form: its text fields, and its files on disk until it is closed. Parts come in any
 * order, with or without length and file name; the whole form is read before anything is judged.
 */
public final class FormData implements AutoCloseable {
  private static final int MAX_FIELD_BYTES = 1 << 20;
  private static final int MAX_PARTS = 2000;
  private static final int MEMORY_BYTES = 1 << 14;

  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  private FormData() {}

  /**
   * Reads the form of a request.
   *
   * @param fileNames parameters that are files, with or without a file name
   * @throws ApiException 400 if it is no form, 413 if it is too large, 408 if it comes too slowly
   * @throws IOException if the client goes away
   */
  public static FormData read(
      Context context, List<String> fileNames, UploadLimits upload, Path folder)
      throws IOException {
    long maxBytes = upload.maxBytes();
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw ApiException.of(
          400, "invalid_content_type", "wanted a body of Content-Type multipart/form-data");
    }
    Bodies.check(context, maxBytes);
    Request request = ServletContextRequest.getServletContextRequest(context.req());
    MultiPartConfig limits =
        new MultiPartConfig.Builder()
            .location(folder)
            .maxParts(MAX_PARTS)
            .maxSize(maxBytes)
            .maxPartSize(maxBytes)
            .maxMemoryPartSize(MEMORY_BYTES)
            .useFilesForPartsWithoutFileName(true)
            .build();
    FormData form = new FormData();
    try (UploadWatch watch = UploadWatch.start(context, upload)) {
      form.add(parts(request, type, limits, watch), fileNames, folder);
      return form;
    } catch (ApiException e) {
      form.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      form.close();
      if (Request.getContentBytesRead(request) > maxBytes) {
        throw Bodies.tooLarge(maxBytes);
      }
      throw failure(e);
    }
  }

  /** The parts of a body, which is in then. */
  private static MultiPartFormData.Parts parts(
      Request request, String type, MultiPartConfig limits, UploadWatch watch) {
    try {
      return MultiPartFormData.getParts(request, request, type, limits);
    } catch (RuntimeException e) {
      throw watch.slow() ? watch.refusal() : e;
    }
  }

  private void add(MultiPartFormData.Parts sent, List<String> fileNames, Path folder)
      throws IOException {
    try (sent) {
      for (MultiPart.Part part : sent) {
        add(part, fileNames, folder);
      }
    }
  }

  private void add(MultiPart.Part part, List<String> fileNames, Path folder) throws IOException {
    String name = Optional.ofNullable(part.getName()).orElse("");
    if (fileNames.contains(name)) {
      if (files.containsKey(name)) {
        throw ApiException.invalid(name, "%s is there twice, wanted once".formatted(name));
      }
      Path file = folder.resolve("upload-" + UUID.randomUUID());
      files.put(name, file);
      Optional.ofNullable(part.getFileName()).ifPresent(sent -> names.put(name, sent));
      part.writeTo(file);
      return;
    }
    if (part.getLength() > MAX_FIELD_BYTES) {
      throw ApiException.invalid(
          name,
          "%s has %d bytes, wanted at most %d".formatted(name, part.getLength(), MAX_FIELD_BYTES));
    }
    String key = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    fields
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(part.getContentAsString(StandardCharsets.UTF_8));
  }

  /** A client that is gone or stands still is not to blame for the form. */
  private static ApiException failure(Exception failure) throws IOException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException || cause instanceof EofException) {
        throw new IOException(failure);
      }
      if (cause instanceof FileSystemException disk) {
        throw disk;
      }
    }
    return damaged();
  }

  private static ApiException damaged() {
    return ApiException.of(400, "invalid_multipart", "the body is no complete multipart form");
  }

  /** Values of the text fields by name, in the order they came. */
  public Map<String, List<String>> fields() {
    return fields;
  }

  /**
   * A file of the form.
   *
   * @throws ApiException 400 if it is not there
   */
  public Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw ApiException.missing(name);
    }
    return file;
  }

  /** What the client calls a file; any text. */
  public Optional<String> fileName(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** Deletes the files that are still where they were. */
  @Override
  public void close() throws IOException {
    for (Path file : files.values()) {
      Files.deleteIfExists(file);
    }
  }
}
