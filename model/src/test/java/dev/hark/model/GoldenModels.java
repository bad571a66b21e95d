package dev.hark.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Complete model folders assembled from the golden files, once per test run. The folders are
 * shared: a test that changes one works on a {@link #copy}.
 */
public final class GoldenModels {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path ROOT = root();

  /** The tiny recogniser in the original layout: vocab.json, merges.txt, tied head stored. */
  public static final Path ASR = original("tiny-asr");

  /** The same recogniser in the flat "-hf" layout: tokenizer.json, no head. */
  public static final Path ASR_HF = flat();

  /** The tiny forced aligner in the original layout. */
  public static final Path ALIGNER = original("tiny-aligner");

  /** The tiny text model. */
  public static final Path QWEN3 = folder("tiny-qwen3");

  /** The recogniser with 96 vocabulary rows in two shards, for the loader only. */
  public static final Path SHARDED = folder("tiny-asr-sharded");

  private GoldenModels() {}

  /** A golden file. */
  public static Path golden(String path) {
    return Path.of(System.getProperty("hark.golden"), path);
  }

  /** Copies the files of a folder, without its subfolders. */
  public static Path copy(Path folder, Path into) {
    try (Stream<Path> files = Files.list(folder)) {
      Files.createDirectories(into);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      return into;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path original(String name) {
    Path folder = folder(name);
    try {
      for (String file : List.of("vocab.json", "merges.txt")) {
        Files.copy(golden("tokenizer").resolve(file), folder.resolve(file));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds model.safetensors from its header and the tensors of the original layout. */
  private static Path flat() {
    Path folder = folder("tiny-asr-hf");
    JsonNode mapping = JSON.readTree(folder.resolve("mapping.json"));
    try (Checkpoint source = Checkpoint.open(ASR);
        OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
      out.write(Files.readAllBytes(folder.resolve("model.safetensors.header")));
      for (JsonNode tensor : mapping.get("tensors")) {
        String name = TensorNames.normal(tensor.get("original").asString(), source.config());
        out.write(source.tensor(name).segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String name) {
    return copy(golden(name), ROOT.resolve(name));
  }

  private static Path root() {
    try {
      Path root =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "golden-models");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
