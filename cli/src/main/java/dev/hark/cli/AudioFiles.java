package dev.hark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recordings in folders: known by their extension, and files without one by how they begin. */
final class AudioFiles {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "wav", "wave", "mp3", "flac", "ogg", "oga", "opus", "m4a", "m4b", "mp4", "m4v", "mov",
          "mkv", "mka", "webm", "aac", "amr", "wma", "asf", "wmv", "aiff", "aif", "aifc", "caf",
          "au", "snd", "w64", "3gp", "avi", "flv", "mpeg", "mpg", "ts", "ac3", "eac3", "ape", "wv",
          "tta");

  private static final int HEAD_BYTES = 12;

  private AudioFiles() {}

  /**
   * What a folder holds.
   *
   * @param files recordings in it and below it, in order of name
   * @param unreadable folders that could not be listed
   */
  record Listing(List<Path> files, List<Path> unreadable) {}

  /** Recordings in a folder and below it; hidden ones are left out. */
  static Listing below(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> unreadable = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || !isHidden(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && Files.isRegularFile(file) && isAudio(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (Files.isDirectory(file)) {
              unreadable.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return new Listing(files, unreadable);
  }

  static boolean isHidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private static boolean isAudio(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0
        ? EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
        : beginsLikeAudio(file);
  }

  private static boolean beginsLikeAudio(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
      return (head.startsWith("RIFF") && head.endsWith("WAVE"))
          || (head.startsWith("FORM") && head.contains("AIF"))
          || head.startsWith("ftyp", 4)
          || List.of("ID3", "fLaC", "OggS", "caff", ".snd", "#!AMR", "\u001aE\u00df\u00a3").stream()
              .anyMatch(head::startsWith);
    } catch (IOException e) {
      return false;
    }
  }
}
