package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a file to its words with nothing in between that is not real. */
@ExtendWith(World.Extension.class)
class RealServerTest {
  @Test
  void severalFilesBecomeTranscripts(World world) {
    try (Studio studio = world.studio().load()) {
      studio.add(World.JFK, "one.wav", "two <b>.wav", "three.wav");
      studio.awaitCompleted("one.wav");
      studio.awaitCompleted("two <b>.wav");
      studio.awaitCompleted("three.wav");
      studio.row("two <b>.wav").locator(".open").click();
      assertThat(studio.find("#title")).hasText("two <b>.wav");
      assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
      assertThat(studio.find("#facts")).containsText("0:11");
      assertThat(studio.find("#facts")).containsText("tiny");
    }
  }

  @Test
  void theSampleIsTranscribedAndRemovedAgain(World world) {
    try (Studio studio = world.studio().load()) {
      studio.find("#sample").click();
      assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
      studio.find("#again").click();
      studio.find("#confirm-yes").click();
      assertThat(studio.find("#tools")).isVisible();
      assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
      studio.find(".row [aria-label^='Remove']").click();
      studio.find("#confirm-yes").click();
      assertThat(studio.find(".row")).hasCount(0);
    }
  }

  @Test
  void aRecordingThatIsDroppedBeforeAReloadIsOneJob(World world) throws Exception {
    try (Studio studio = world.studio().load()) {
      for (int i = 0; i < 5; i++) { // the reload finds the upload in another state each time
        String name = "again%d.wav".formatted(i);
        studio.add(World.JFK, name);
        studio.page().waitForTimeout(100 * i);
        studio.page().reload();
        studio.find("#health[data-state]:not([data-state=''])").waitFor();
        if (i > 1 || studio.row(name).count() > 0) { // at once, it may not have been kept at all
          studio.awaitCompleted(name);
        }
        assertThat(Collections.frequency(world.jobNames(), name)).as(name).isLessThan(2);
      }
    }
  }

  @Test
  void howSureTheModelWasIsShown(World world) {
    try (Studio studio = world.studio().load()) {
      studio.add(World.JFK, "sure.wav");
      studio.awaitCompleted("sure.wav");
      assertThat(studio.find("#transcript .word").first())
          .hasAttribute("title", Pattern.compile("\\d+ % sure"));
    }
  }

  @Test
  void whatIsNoRecordingFailsWithTheServersWords(World world) {
    try (Studio studio = world.studio().load()) {
      studio.expectConsole("400");
      studio.expectConsole("415");
      studio.add(world.notes(), "notes.wav");
      assertThat(studio.row("notes.wav")).hasAttribute("data-status", "failed");
      assertThat(studio.find("#status-text")).containsText("audio");
    }
  }
}
