package dev.hark.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.Coverage;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.TranscriptPart;
import dev.hark.engine.Word;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasStoredIsReadByTheNextProcess() {
    Map<String, List<String>> fields = Map.of("model", List.of("m"), "keywords", List.of("a", "b"));
    try (JobStore store = open()) {
      store.add(Job.create("job_1", "me", "tälk\".mp3", "m", fields));
      store.add(Job.create("job_2", "me", "x", "m", Map.of()));
      assertThat(store.claim()).map(Job::id).contains("job_1");
      store.measured("job_1", Duration.ofSeconds(90));
      assertThat(store.add("job_1", 0, part(0, 30), Duration.ofMillis(20))).isTrue();
      assertThat(store.add("job_1", 1, part(30, 60), Duration.ofMillis(30))).isTrue();
    }
    try (JobStore store = open()) {
      store.requeue();
      Job job = store.claim().orElseThrow();
      assertThat(job.id()).as("the oldest first").isEqualTo("job_1");
      assertThat(job.fields()).isEqualTo(fields);
      assertThat(job.fileName()).isEqualTo("tälk\".mp3");
      assertThat(job.audio()).contains(Duration.ofSeconds(90));
      assertThat(job.done()).isEqualTo(Duration.ofSeconds(60));
      assertThat(job.worked()).isEqualTo(Duration.ofMillis(50));
      assertThat(store.parts("job_1", 0)).containsExactly(part(0, 30), part(30, 60));
      assertThat(store.parts("job_1", 1)).containsExactly(part(30, 60));
      assertThat(store.list("me")).extracting(Job::id).containsExactly("job_2", "job_1");
      assertThat(store.list("you")).isEmpty();
    }
  }

  @Test
  void cancelledJobTakesNoFurtherPart() {
    try (JobStore store = open()) {
      store.add(Job.create("job_1", "me", "x", "m", Map.of()));
      store.claim();
      assertThat(store.delete("job_1")).as("it is running").isFalse();
      assertThat(store.cancel("job_1")).isTrue();

      assertThat(store.add("job_1", 0, part(0, 30), Duration.ZERO)).isFalse();
      assertThat(store.complete("job_1")).isFalse();
      assertThat(store.fail("job_1", new JobFailure("x", "y"))).isFalse();
      assertThat(store.cancel("job_1")).isFalse();
      assertThat(store.parts("job_1", 0)).isEmpty();
      assertThat(store.delete("job_1")).isTrue();
      assertThat(store.ids()).isEmpty();
    }
  }

  @Test
  void partIsKeptOnceOrNotAtAll() {
    try (JobStore store = open()) {
      store.add(Job.create("job_1", "me", "x", "m", Map.of()));
      store.claim();
      store.add("job_1", 0, part(0, 30), Duration.ofMillis(10));

      assertThatThrownBy(() -> store.add("job_1", 0, part(30, 60), Duration.ofMillis(10)))
          .isInstanceOf(JobStoreException.class);

      assertThat(store.parts("job_1", 0)).containsExactly(part(0, 30));
      assertThat(store.find("job_1").orElseThrow().done()).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void fullDiskFailsTheJobWithAClearReason() {
    try (JobStore store = open()) {
      store.add(Job.create("job_1", "me", "x", "m", Map.of()));
      store.claim();
      store.limitPages(12);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  store.add("job_1", i, part(i, i + 1), Duration.ZERO);
                }
              })
          .isInstanceOfSatisfying(
              JobStoreException.class,
              full -> {
                assertThat(full.diskFull()).isTrue();
                JobFailure failure = JobFailure.of(full, "/data/x", "x");
                assertThat(failure.code()).isEqualTo("disk_full");
                assertThat(store.fail("job_1", failure)).isTrue();
              });
      assertThat(store.find("job_1").orElseThrow().failure())
          .map(JobFailure::message)
          .contains("the disk of the server is full; free space and make the job again");
    }
  }

  @Test
  void folderIsUsedByOneServerAndSweptOfWhatBelongsToNoJob() throws Exception {
    try (JobFolder files = JobFolder.open(folder)) {
      assertThatThrownBy(() -> JobFolder.open(folder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("used by another server");
      Files.writeString(files.incoming().resolve("upload-broken-off"), "x");
      Files.writeString(files.recording("job_1"), "x");
      Files.writeString(files.recording("job_gone"), "x");

      files.sweep(Set.of("job_1"));

      assertThat(files.incoming()).isEmptyDirectory();
      assertThat(files.recording("job_1")).exists();
      assertThat(files.recording("job_gone")).doesNotExist();
    }
    JobFolder.open(folder).close();
  }

  private JobStore open() {
    return JobStore.open(folder.resolve("jobs.db"));
  }

  private static TranscriptPart part(int from, int to) {
    Duration start = Duration.ofSeconds(from);
    Duration end = Duration.ofSeconds(to).plusNanos(62_500);
    Word word = new Word("hé", start, end, start.plusNanos(1), end.plusNanos(1));
    return new TranscriptPart(
        start,
        end.minusNanos(62_500),
        "hé \"x\" \u2028",
        "English",
        List.of(new Segment(start, end, "hé", "English", List.of(word))),
        List.of(new Span(start, end, Coverage.RECOVERED, "endless repetition")));
  }
}
