package dev.hark.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Wav;
import dev.hark.engine.TranscriptPart;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.model.GoldenModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that works on jobs, again and again, as {@code kill -9} does. */
@Timeout(120)
class JobsKillTest {
  private static final int KILLS = 20;

  @TempDir Path temp;

  @Test
  void jobsOfAProcessThatIsKilledTwentyTimesEndAsThoseOfOneThatIsNot() throws Exception {
    Random random = new Random(20);
    List<Path> recordings = recordings(random);
    Path unbroken = temp.resolve("unbroken");
    Path broken = temp.resolve("broken");
    for (int i = 0; i < recordings.size(); i++) {
      add(unbroken, i, recordings.get(i));
    }
    long workMillis = finish(unbroken);
    Map<String, String> expected = results(unbroken);

    int atWork = 0;
    long partsLost = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      add(broken, kill, recordings.get(kill));
      boolean starting = kill % 5 == 4;
      long delay = random.nextLong(starting ? 700 : Math.max(50, workMillis / 10));
      long before = parts(broken);
      kill(broken, starting, delay);
      long after = parts(broken);
      partsLost += Math.max(0, before - after);
      atWork += running(broken) > 0 ? 1 : 0;
    }
    for (int i = KILLS; i < recordings.size(); i++) {
      add(broken, i, recordings.get(i));
    }
    finish(broken);

    assertThat(partsLost).as("a part that was kept stays").isZero();
    assertThat(atWork).as("kills that hit a job at work").isGreaterThanOrEqualTo(5);
    assertThat(results(broken)).isEqualTo(expected).hasSize(recordings.size());
    System.err.printf(
        "kills: %d, of them %d while a job was at work; unbroken run %d ms%n",
        KILLS, atWork, workMillis);
  }

  /** Recordings of 5 to 120 seconds, one for each kill and some to finish with. */
  private List<Path> recordings(Random random) throws IOException {
    float[] clip =
        AudioReader.create().readAll(AudioSource.of(GoldenModels.golden("clips/c33.wav")));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < KILLS + 2; i++) {
      int seconds = random.nextInt(5, 120);
      int shift = random.nextInt(clip.length);
      float[] samples = new float[seconds * 16_000 + random.nextInt(16_000)];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = clip[(k + shift) % clip.length];
      }
      Path file = temp.resolve("recording-%d.wav".formatted(i));
      Wav.write(file, samples);
      files.add(file);
    }
    return files;
  }

  private static void add(Path folder, int number, Path recording) throws IOException {
    try (JobFolder files = JobFolder.open(folder);
        JobStore store = JobStore.open(files.store())) {
      String id = "job_" + number;
      Path copy = files.incoming().resolve(id);
      Files.copy(recording, copy);
      files.keep(copy, id);
      store.add(Job.create(id, "anybody", id + ".wav", "tiny", Map.of("model", List.of("tiny"))));
    }
  }

  private Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            JobsProcess.class.getName(),
            folder.toString(),
            GoldenModels.ASR.toString(),
            temp.resolve("cache").toString())
        .redirectError(temp.resolve("errors.txt").toFile())
        .start();
  }

  private void kill(Path folder, boolean starting, long delayMillis)
      throws IOException, InterruptedException {
    Process process = start(folder);
    try (BufferedReader out = process.inputReader()) {
      if (!starting) {
        assertThat(out.readLine()).as(errors()).isEqualTo("working");
      }
      Thread.sleep(delayMillis);
      process.destroyForcibly().waitFor();
    }
  }

  /** Lets the jobs be finished; returns how long that took from the beginning of work. */
  private long finish(Path folder) throws IOException, InterruptedException {
    Process process = start(folder);
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).as(errors()).isEqualTo("working");
      long start = System.nanoTime();
      assertThat(out.readLine()).as(errors()).isEqualTo("finished");
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertThat(process.waitFor()).isZero();
      return millis;
    }
  }

  private String errors() throws IOException {
    return Files.readString(temp.resolve("errors.txt"));
  }

  private static long parts(Path folder) {
    try (JobStore store = JobStore.open(folder.resolve("jobs.db"))) {
      return store.ids().stream().mapToLong(id -> store.parts(id, 0).size()).sum();
    }
  }

  private static long running(Path folder) {
    try (JobStore store = JobStore.open(folder.resolve("jobs.db"))) {
      return store.ids().stream()
          .map(store::find)
          .flatMap(Optional::stream)
          .filter(job -> job.status() == JobStatus.RUNNING)
          .count();
    }
  }

  /** Every transcript in every format, and that each has all parts once. */
  private static Map<String, String> results(Path folder) {
    Map<String, String> results = new TreeMap<>();
    try (JobStore store = JobStore.open(folder.resolve("jobs.db"))) {
      for (String id : store.ids()) {
        Job job = store.find(id).orElseThrow();
        assertThat(job.status()).as(id).isEqualTo(JobStatus.COMPLETED);
        List<TranscriptPart> parts = store.parts(id, 0);
        Duration end = Duration.ZERO;
        for (TranscriptPart part : parts) {
          assertThat(part.start()).as(id).isEqualTo(end);
          end = part.end();
        }
        assertThat(job.audio()).as(id).contains(end);
        StringBuilder all = new StringBuilder();
        for (TranscriptFormat format : TranscriptFormat.values()) {
          all.append(format.format(TranscriptPart.join(parts))).append('\0');
        }
        results.put(id, all.toString());
      }
    }
    return results;
  }
}
