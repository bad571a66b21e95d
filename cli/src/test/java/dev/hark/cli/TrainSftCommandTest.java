package dev.hark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.Wav;
import dev.hark.model.GoldenModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Short runs of the tiny golden recogniser. */
class TrainSftCommandTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int STEPS = 9;

  @TempDir private Path folder;

  @BeforeEach
  void recordings() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      float[] samples = new float[6000 + 1000 * i];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = (float) (0.3 * Math.sin(2 * Math.PI * (200 + 100 * i) * k / 16_000));
      }
      Wav.write(folder.resolve(i + ".wav"), samples);
      lines.add(
          "{\"audio\": \"%d.wav\", \"text\": \"language English<asr_text>%d\"}".formatted(i, i));
    }
    Files.write(folder.resolve("tones.jsonl"), lines);
  }

  @Test
  void aRunKilledAnywhereAndResumedIsTheUnbrokenOne() throws Exception {
    Path unbroken = folder.resolve("unbroken");
    Cli.Run run = Cli.run(sft(unbroken, STEPS, "--save-every", "2"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(unbroken.resolve("model").toString());
    Map<Integer, JsonNode> expected = losses(unbroken, 0);
    assertThat(expected).hasSize(STEPS);

    long seed = System.nanoTime();
    int killedAfter = 1 + new Random(seed).nextInt(STEPS - 3);
    Path killed = folder.resolve("killed");
    Process process =
        Cli.process(folder, Map.of(), sft(killed, STEPS, "--save-every", "2")).start();
    while (process.isAlive() && losses(killed, 0).size() < killedAfter) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isEqualTo(128 + 9);
    Path metrics = killed.resolve("metrics.jsonl");
    int before = Files.readAllLines(metrics).size();

    run = Cli.run(sft(killed, STEPS, "--save-every", "2", "--resume"));
    assertThat(run.exit()).as(run.err()).isZero();
    String what = "killed after %d steps, seed %d".formatted(killedAfter, seed);
    Map<Integer, JsonNode> resumed = losses(killed, before);
    assertThat(resumed).as(what).isNotEmpty().containsKey(STEPS).hasSizeLessThanOrEqualTo(STEPS);
    resumed.forEach((step, line) -> assertThat(line).as(what).isEqualTo(expected.get(step)));
    assertThat(killed.resolve("model/model.safetensors"))
        .as(what)
        .hasSameBinaryContentAs(unbroken.resolve("model/model.safetensors"));
  }

  @Test
  void aFullDiskWhileACheckpointIsSavedIsOneLineAndKeepsTheOneBefore() throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder, 300)) {
      Path out = disk.path().resolve("run");
      assertThat(Cli.run(sft(out, 1, "--save-every", "1")).exit()).isZero();
      Path kept = out.resolve("checkpoints/step-00000001.state");
      byte[] before = Files.readAllBytes(kept);

      disk.resize(100); // a checkpoint has 60 MB, the model 20
      Cli.Run run = onFullDisk(disk, 40, sft(out, 3, "--save-every", "1", "--resume"));
      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.INPUT);
      assertThat(run.errLines())
          .singleElement()
          .asString()
          .contains("step-00000002.state cannot be written (")
          .contains("the checkpoints before it are kept, make room and go on with --resume");
      assertThat(files(out.resolve("checkpoints"))).containsExactly("step-00000001.state");
      assertThat(kept).hasBinaryContent(before);

      disk.resize(300);
      run = Cli.run(sft(out, 3, "--resume"));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(losses(out, 0)).hasSize(3);
    }
  }

  @Test
  void aFullDiskWhileTheModelIsExportedIsOneLineAndLeavesNoHalfModel() throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder, 16)) {
      Path out = disk.path().resolve("run");
      String[] few = sft(out, 1, "--lora-rank", "2");
      Cli.Run run = onFullDisk(disk, 16, few);
      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.INPUT);
      assertThat(run.errLines())
          .last()
          .asString()
          .contains(out.resolve("model") + " cannot be written (");
      assertThat(files(out.resolve("model")))
          .contains("config.json")
          .doesNotContain("model.safetensors")
          .noneMatch(name -> name.endsWith(".tmp"));
      assertThat(files(out.resolve("checkpoints"))).containsExactly("step-00000001.state");

      disk.resize(100);
      String[] again = Arrays.copyOf(few, few.length + 1);
      again[few.length] = "--resume";
      run = Cli.run(again);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(files(out.resolve("model"))).contains("model.safetensors");
    }
  }

  @Test
  void anAdapterIsMergedIntoItsBaseByExport() throws IOException {
    Path out = folder.resolve("run");
    Cli.Run run = Cli.run(sft(out, 2, "--lora-rank", "2", "--lora-targets", "q_proj,fc1"));
    assertThat(run.exit()).as(run.err()).isZero();
    Path merged = folder.resolve("merged");
    run =
        Cli.run(
            "train",
            "export",
            Cli.MODEL,
            "--adapter",
            out.resolve("adapter").toString(),
            "--type",
            "f32",
            "-o",
            merged.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(merged.resolve("model.safetensors"))
        .hasSameBinaryContentAs(out.resolve("model/model.safetensors"));
    assertThat(
            Files.mismatch(
                merged.resolve("model.safetensors"), GoldenModels.ASR.resolve("model.safetensors")))
        .isNotNegative();
  }

  @Test
  void linesThatCannotBeTrainedOnEndTheCommandBeforeTheRun() throws IOException {
    Wav.write(folder.resolve("none.wav"), new float[0]);
    hourOfSilence(folder.resolve("hour.wav"));
    for (List<String> bad :
        List.of(
            List.of("gone.wav", "English<asr_text>one", "no file " + folder.resolve("gone.wav")),
            List.of("none.wav", "English<asr_text>one", "has no sample"),
            List.of("hour.wav", "English<asr_text>one", "hour.wav: says it lasts 1:00:00"),
            List.of("0.wav", "English<asr_text>", "the text is empty; wanted words"),
            List.of("0.wav", "Elvish<asr_text>one", "language is \"Elvish\", wanted a name"))) {
      Path manifest = folder.resolve("bad.jsonl");
      Files.writeString(
          manifest,
          "{\"audio\": \"%s\", \"text\": \"language %s\"}\n".formatted(bad.get(0), bad.get(1)));
      String[] arguments = sft(folder.resolve("x"), 1);
      arguments[5] = manifest.toString();
      Cli.Run run = Cli.run(arguments);
      assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
      assertThat(run.errLines())
          .singleElement()
          .asString()
          .startsWith("hark: " + manifest + ":1: ")
          .contains(bad.get(2));
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  /** Takes no room: the samples are a hole in the file. */
  private static void hourOfSilence(Path file) throws IOException {
    Wav.write(file, new float[1]);
    int bytes = 2 * 16_000 * 3600;
    try (RandomAccessFile wav = new RandomAccessFile(file.toFile(), "rw")) {
      long header = wav.length() - 2;
      wav.setLength(header + bytes);
      wav.seek(4);
      wav.writeInt(Integer.reverseBytes((int) header - 8 + bytes));
      wav.seek(header - 4);
      wav.writeInt(Integer.reverseBytes(bytes));
    }
  }

  @Test
  void theReportShowsLossesErrorsAndSettingsAndCanBeMadeAgain() throws Exception {
    Path out = folder.resolve("run");
    Cli.Run run =
        Cli.run(sft(out, 4, "--ctc", "0.5", "--eval-every", "2", "--dev", folder + "/tones.jsonl"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.errLines()).last().asString().startsWith("hark: step 4: WER ");
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page)
        .contains("<dd>finished</dd>", "Word error rate", "Time of a step", "Learning rate")
        .contains("<th>--ctc</th><td>0.5</td>")
        .doesNotContain("http://", "https://", "<script");
    assertThat(images(page)).hasSize(5).allMatch(image -> image.getWidth() == 2 * PlotStyle.WIDTH);

    Files.writeString(
        out.resolve("metrics.jsonl"),
        "{\"step\": 5, \"loss\": 1.5, \"vad\": 0.25}\n{\"step\": 6, \"lo",
        StandardOpenOption.APPEND);
    run = Cli.run("train", "report", out.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(out.resolve("report.html").toString());
    RunMetrics metrics = RunMetrics.read(out);
    assertThat(metrics.lastStep()).isEqualTo(5);
    assertThat(metrics.losses()).containsExactly("loss", "answer", "ctc", "vad");
    assertThat(Files.readString(out.resolve("report.html"))).contains("<strong>5</strong>");

    run = Cli.run("train", "report", folder.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("metrics.jsonl cannot be read", "wanted the folder of a training run");
  }

  private static List<BufferedImage> images(String page) throws IOException {
    List<BufferedImage> images = new ArrayList<>();
    Matcher image = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
    while (image.find()) {
      byte[] png = Base64.getDecoder().decode(image.group(1));
      images.add(ImageIO.read(new ByteArrayInputStream(png)));
    }
    return images;
  }

  @Test
  void pointsOfALongRunAreMeansAndTheLastStepIsThere() {
    TreeMap<Integer, Double> line = new TreeMap<>();
    for (int step = 1; step <= 1501; step++) {
      line.put(step, step % 2 == 0 ? 1.0 : 3.0);
    }
    List<Double> at = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    RunPlots.points(line, false, at, values);
    assertThat(at).hasSizeBetween(300, 600).endsWith(1501.0).isSorted();
    assertThat(values).allMatch(value -> value >= 1 && value <= 3);
    at.clear();
    values.clear();
    RunPlots.points(line, true, at, values);
    assertThat(values.subList(50, values.size())).allMatch(value -> Math.abs(value - 2) < 0.1);
  }

  @Test
  void wrongNamesAreOneLine() {
    for (List<String> wrong :
        List.of(
            List.of("--freeze", "encodr", "near are encoder"),
            List.of("--freeze", "encoder,", "has an empty part"),
            List.of("--lora-alpha", "4", "--lora-alpha goes with --lora-rank"),
            List.of("--lora-rank", "0", "lora-rank is 0, wanted 1 to 1024"))) {
      Cli.Run run = Cli.run(sft(folder.resolve("x"), 1, wrong.get(0), wrong.get(1)));
      assertThat(run.exit()).isNotZero();
      assertThat(run.errLines()).singleElement().asString().contains(wrong.get(2));
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private Cli.Run onFullDisk(SmallDisk disk, int megabytes, String... arguments)
      throws IOException, InterruptedException {
    return disk.mounted()
        ? Cli.run(arguments)
        : Cli.await(
            SmallDisk.limited(Cli.process(folder, Map.of(), arguments), megabytes).start(), folder);
  }

  private String[] sft(Path out, int steps, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "sft",
                "-m",
                Cli.MODEL,
                "--data",
                folder.resolve("tones.jsonl").toString(),
                "-o",
                out.toString(),
                "--steps",
                Integer.toString(steps),
                "--batch",
                "2",
                "--warmup",
                "1"));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  /** The losses of each step, of whole lines behind the first few. */
  private static Map<Integer, JsonNode> losses(Path run, int behind) throws IOException {
    Path metrics = run.resolve("metrics.jsonl");
    Map<Integer, JsonNode> losses = new HashMap<>();
    if (Files.exists(metrics)) {
      Files.readString(metrics)
          .lines()
          .skip(behind)
          .filter(line -> line.contains("\"loss\"") && line.endsWith("}"))
          .map(line -> (ObjectNode) JSON.readTree(line))
          .forEach(line -> losses.put(line.get("step").asInt(), line.without("seconds")));
    }
    return losses;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
