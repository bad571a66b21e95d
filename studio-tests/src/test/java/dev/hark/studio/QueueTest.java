package dev.hark.studio;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to recordings between their arrival and their transcript. */
@ExtendWith(World.Extension.class)
class QueueTest {
  private Studio studio;
  private ScriptedApi api;

  @BeforeEach
  void open(World world) {
    studio = world.studio();
    api = ScriptedApi.on(studio.page());
  }

  @AfterEach
  void close() {
    studio.close();
  }

  @Test
  void aRunningJobShowsHowFarItIsAndCanBeCancelledAndTriedAgain() {
    api.newJobs("running");
    studio.load().add(World.JFK, "talk.wav");
    assertThat(studio.find("#status-text")).hasText("Transcribing 0:02 of 0:11 · 45 s left");
    assertThat(studio.row("talk.wav").locator(".row-detail")).hasText("25 % · 45 s left");
    studio.find("#status-cancel").click();
    assertThat(studio.row("talk.wav").locator(".row-detail")).hasText("Cancelled");
    assertThat(api.calls()).contains("POST /v1/jobs/job_1/cancel");
    api.newJobs("completed");
    studio.find("#status-retry").click();
    studio.awaitCompleted("talk.wav");
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
  }

  @Test
  void aFailureSaysWhatTheServerSaid() {
    api.newJobs("failed");
    studio.load().add(World.JFK, "talk.wav");
    assertThat(studio.find("#status-text")).hasText("The recording ends in the middle.");
    assertThat(studio.find("#status-retry")).isVisible();
    assertThat(studio.find("#tools")).isHidden();
  }

  @Test
  void aRefusedUploadShowsTheMessageOfTheServer() {
    studio.expectConsole("400");
    api.refuse(new ScriptedApi.Refusal(400, "The file holds no audio.", Map.of()));
    studio.load().add(World.JFK, "talk.wav");
    assertThat(studio.find("#status-text")).hasText("The file holds no audio.");
  }

  @Test
  void aBusyServerIsAskedAgain() {
    studio.expectConsole("503");
    api.refuse(new ScriptedApi.Refusal(503, "The queue is full.", Map.of("Retry-After", "1")));
    studio.load().add(World.JFK, "talk.wav");
    assertThat(studio.find("#status-text")).hasText("Waiting: The queue is full.");
    studio.awaitCompleted("talk.wav");
  }

  @Test
  void aRemovedRecordingIsGoneHereAndThere() {
    studio.load().add(World.JFK, "talk.wav");
    studio.awaitCompleted("talk.wav");
    studio.find(".row [aria-label='Remove talk.wav']").click();
    studio.find("#confirm-yes").click();
    assertThat(studio.find(".row")).hasCount(0);
    assertThat(studio.find("#start")).isVisible();
    studio.page().waitForCondition(() -> api.calls().contains("DELETE /v1/jobs/job_1"));
    studio.page().reload();
    assertThat(studio.find("#list-empty")).hasText("Your recordings will be listed here.");
  }

  @Test
  void transcribingAgainAsksBeforeItReplacesEdits() {
    studio.load().add(World.JFK, "talk.wav");
    studio.awaitCompleted("talk.wav");
    api.transcript(Transcripts.of(11, java.util.List.of("Something else."), false));
    studio.find("#again").click();
    studio.find("#confirm-dialog [data-close]").click();
    assertThat(studio.find(".segment-text")).hasText(Transcripts.TEXT);
    studio.find("#again").click();
    studio.find("#confirm-yes").click();
    assertThat(studio.find(".segment-text")).hasText("Something else.");
  }

  @Test
  void droppedFilesAreTaken() {
    studio.load();
    Object transfer =
        studio
            .page()
            .evaluateHandle(
                """
                () => {
                  const transfer = new DataTransfer();
                  for (const name of ['one.wav', 'two.wav']) {
                    transfer.items.add(new File([new Uint8Array(1000)], name, {type: 'audio/wav'}));
                  }
                  return transfer;
                }\
                """);
    studio.page().dispatchEvent("body", "dragenter", Map.of("dataTransfer", transfer));
    assertThat(studio.find("#drop")).isVisible();
    studio.page().dispatchEvent("body", "drop", Map.of("dataTransfer", transfer));
    assertThat(studio.find("#drop")).isHidden();
    studio.awaitCompleted("one.wav");
    studio.awaitCompleted("two.wav");
  }

  @Test
  void aKeyIsAskedForOnceAndThenSent() {
    studio.expectConsole("401");
    studio
        .page()
        .route(
            "**/v1/**",
            route -> {
              if ("Bearer secret".equals(route.request().headerValue("authorization"))) {
                route.fallback();
              } else {
                route.fulfill(
                    new com.microsoft.playwright.Route.FulfillOptions()
                        .setStatus(401)
                        .setBody("{\"error\":{\"message\":\"Wrong <b>key</b>.\"}}"));
              }
            });
    studio.load();
    assertThat(studio.find("#key-message")).hasText("Wrong <b>key</b>.");
    studio.find("#key").fill("secret");
    studio.page().keyboard().press("Enter");
    assertThat(studio.find("#key-dialog")).isHidden();
    studio.add(World.JFK, "talk.wav");
    studio.awaitCompleted("talk.wav");
  }

  @Test
  void withoutAServerRecordingsWait() {
    studio.expectConsole("ERR_INTERNET_DISCONNECTED");
    studio.load();
    studio.context().setOffline(true);
    assertThat(studio.find("#health-text")).hasText("Offline");
    studio.context().setOffline(false);
    assertThat(studio.find("#health-text")).hasText("Ready");
  }
}
