package dev.hark.server.http;

import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;

/**
 * A multipart form: its text fields, and its files on disk until it is closed. Parts come in any
 * order, with or without length and file name; the whole form is read before anything is judged.
 */
public final class FormData implements AutoCloseable {
  private static final int MAX_FIELD_BYTES = 1 << 20;
  private static final int MEMORY_BYTES = 1 << 14;

  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  private FormData() {}

  /**
   * Reads the form of a request.
   *
   * @param fileNames parameters that are files, with or without a file name
   * @throws ApiException 400 if it is no form, 413 if it is too large
   * @throws IOException if the client goes away
   */
  public static FormData read(Context context, List<String> fileNames, long maxBytes, Path folder)
      throws IOException {
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw ApiException.of(
          400, "invalid_content_type", "wanted a body of Content-Type multipart/form-data");
    }
    Bodies.check(context, maxBytes);
    context
        .req()
        .setAttribute(
            ServletContextRequest.MULTIPART_CONFIG_ELEMENT,
            new MultipartConfigElement(folder.toString(), maxBytes, maxBytes, MEMORY_BYTES));
    FormData form = new FormData();
    try {
      for (Part part : context.req().getParts()) {
        form.add(part, fileNames, folder);
      }
      return form;
    } catch (IOException | ServletException | RuntimeException e) {
      form.close();
      throw failure(e, maxBytes);
    }
  }

  private void add(Part part, List<String> fileNames, Path folder) throws IOException {
    String name = part.getName();
    if (fileNames.contains(name)) {
      if (files.containsKey(name)) {
        throw ApiException.invalid(name, "%s is there twice, wanted once".formatted(name));
      }
      Path file = folder.resolve("upload-" + UUID.randomUUID());
      files.put(name, file);
      Optional.ofNullable(part.getSubmittedFileName()).ifPresent(sent -> names.put(name, sent));
      part.write(file.toString());
      return;
    }
    if (part.getSize() > MAX_FIELD_BYTES) {
      throw ApiException.invalid(
          name,
          "%s has %d bytes, wanted at most %d".formatted(name, part.getSize(), MAX_FIELD_BYTES));
    }
    try (InputStream stream = part.getInputStream()) {
      String key = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
      fields
          .computeIfAbsent(key, _ -> new ArrayList<>())
          .add(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static ApiException failure(Exception failure, long maxBytes) throws IOException {
    if (failure instanceof ApiException refusal) {
      return refusal;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http) {
        return http.getCode() == 413 ? Bodies.tooLarge(maxBytes) : damaged();
      }
    }
    if (failure instanceof IOException gone) {
      throw gone;
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

  /** A file of the form. */
  public Optional<Path> file(String name) {
    return Optional.ofNullable(files.get(name));
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
