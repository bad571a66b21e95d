package dev.hark.audio;

import dev.hark.audio.AudioException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code ffmpeg} executable that decodes everything but plain WAV, run as a child process so
 * that a hostile file cannot harm this one.
 *
 * <p>It is, in this order: what the system property {@code hark.ffmpeg} names; the one from the
 * {@code org.bytedeco:ffmpeg} jar of this platform, unpacked once into the user's cache; the one on
 * the {@code PATH}.
 *
 * @param libraryPath folders in which it finds its shared libraries
 */
record FfmpegProgram(Path executable, List<Path> libraryPath) {
  private static final String PROPERTY = "hark.ffmpeg";
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: ([\\w.+-]+): cannot open");

  /** Bundled libraries without symbol versions of their own: any library may be named so. */
  private static final List<String> PLACEHOLDERS =
      List.of("libdrm.so.2", "libva-drm.so.2", "libvcos.so", "libvchiq_arm.so");

  private static final int MOST_PLACEHOLDERS = 12;

  /** Found once for the process, when the first recording needs it. */
  private static final class Found {
    static final FfmpegProgram PROGRAM = find();
  }

  /**
   * The executable.
   *
   * @throws AudioException if there is none that runs here
   */
  static FfmpegProgram get() {
    try {
      return Found.PROGRAM;
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new AudioException(
          Kind.NO_DECODER,
          "ffmpeg cannot be started (%s); only plain WAV can be read without it. Put org.bytedeco:ffmpeg:%s on the class path, install ffmpeg 6 or later, or set -D%s=/path/to/ffmpeg"
              .formatted(reason(e), platform(), PROPERTY),
          e);
    }
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return OneLine.of(String.valueOf(root.getMessage()).strip());
  }

  /** A process builder for these arguments, with an environment that gives nothing away. */
  ProcessBuilder command(List<String> arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(executable.toString()), arguments.stream()).toList());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("SystemRoot", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"));
    if (!libraryPath.isEmpty()) {
      environment.put(
          "LD_LIBRARY_PATH", String.join(":", libraryPath.stream().map(Path::toString).toList()));
    }
    return builder;
  }

  private static FfmpegProgram find() {
    String configured = System.getProperty(PROPERTY);
    if (configured != null) {
      return new FfmpegProgram(Path.of(configured), List.of()).checked();
    }
    Optional<Path> bundled = FfmpegBundle.unpacked(platform());
    if (bundled.isPresent()) {
      Path folder = bundled.get();
      boolean windows = platform().startsWith("windows");
      return new FfmpegProgram(
              folder.resolve(windows ? "ffmpeg.exe" : "ffmpeg"),
              windows ? List.of() : List.of(folder, folder.resolve("placeholders")))
          .checked();
    }
    return new FfmpegProgram(Path.of("ffmpeg"), List.of()).checked();
  }

  /**
   * This program, once it has been seen to run.
   *
   * <p>It is linked against desktop sound and display libraries (PulseAudio, ALSA, XCB) that
   * servers lack, for capture devices which are never used here. The dynamic linker binds their
   * functions only when called, so for those that are missing any library under the wanted name
   * will do.
   */
  private FfmpegProgram checked() {
    for (int attempt = 0; ; attempt++) {
      String said = version();
      if (said.contains("ffmpeg version")) {
        return this;
      }
      Matcher missing = MISSING_LIBRARY.matcher(said);
      if (libraryPath.isEmpty() || attempt == MOST_PLACEHOLDERS || !missing.find()) {
        throw new IllegalStateException(executable + " -version says: " + said.strip());
      }
      addPlaceholder(missing.group(1));
    }
  }

  private void addPlaceholder(String library) {
    Path folder = libraryPath.getFirst();
    try {
      Path any =
          PLACEHOLDERS.stream()
              .map(folder::resolve)
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(library + " is not installed"));
      Files.createDirectories(libraryPath.getLast());
      Files.createSymbolicLink(libraryPath.getLast().resolve(library), any);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String version() {
    try {
      Process process = command(List.of("-version")).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** This machine as the jars name it, such as linux-x86_64. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
    return system
        + switch (machine) {
          case "amd64", "x86_64" -> "-x86_64";
          case "aarch64", "arm64" -> "-arm64";
          default -> "-" + machine;
        };
  }
}
