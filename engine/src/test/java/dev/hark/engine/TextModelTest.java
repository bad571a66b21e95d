package dev.hark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.GoldenModels;
import dev.hark.model.ModelException;
import dev.hark.model.text.ChatMessage;
import dev.hark.model.text.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TextModelTest {
  private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("Hello! What?"));
  private static final TextOptions GREEDY =
      TextOptions.create().withSampling(Sampling.GREEDY).withMaxTokens(32);

  @TempDir static Path cache;
  private static TextModel model;

  @BeforeAll
  static void open() {
    model = TextModel.open(GoldenModels.QWEN3, options());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static EngineOptions options() {
    return EngineOptions.create()
        .withPrecision(Precision.F32)
        .withThreads(1)
        .withBatchSize(2)
        .withCacheFolder(cache);
  }

  @Test
  void greedyAnswersAreThoseOfTheReference() throws IOException {
    int seen = 0;
    for (String line : Files.readAllLines(GoldenModels.golden("tiny-qwen3/cases.jsonl"))) {
      JsonNode golden = new JsonMapper().readTree(line);
      JsonNode arguments = golden.get("template_arguments");
      String name = golden.get("name").stringValue();
      if (!arguments.path("add_generation_prompt").asBoolean(true)
          || !golden.path("messages").isArray()
          || name.equals("special-in-text")) { // control tokens in text are plain text here
        continue;
      }
      StringBuilder heard = new StringBuilder();
      boolean thinking = arguments.path("enable_thinking").asBoolean(true);
      String answer =
          model.chat(messages(golden), GREEDY.withThinking(thinking).withListener(heard::append));
      String expected = golden.get("generated_text_skip_special").stringValue();
      assertThat(heard.toString()).as(name).isEqualTo(expected);
      assertThat(answer).as(name).isEqualTo(thinking ? "" : expected); // it never stops thinking
      seen++;
    }
    assertThat(seen).isEqualTo(6);
  }

  private static List<ChatMessage> messages(JsonNode golden) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : golden.get("messages")) {
      messages.add(
          new ChatMessage(
              ChatMessage.Role.valueOf(message.get("role").stringValue().toUpperCase(Locale.ROOT)),
              message.get("content").stringValue(),
              message.has("reasoning_content")
                  ? Optional.of(message.get("reasoning_content").stringValue())
                  : Optional.empty()));
    }
    return messages;
  }

  @Test
  void seedDecidesTheDraw() {
    TextOptions drawn = TextOptions.create().withMaxTokens(24);
    assertThat(model.chat(QUESTION, drawn.withSeed(5)))
        .isEqualTo(model.chat(QUESTION, drawn.withSeed(5)));
    Set<String> answers =
        IntStream.range(0, 8)
            .mapToObj(seed -> model.chat(QUESTION, drawn.withSeed(seed)))
            .collect(Collectors.toSet());
    assertThat(answers).hasSizeGreaterThan(1);
  }

  @Test
  void bestTokenOfOneIsTheGreedyAnswer() {
    Sampling narrow = new Sampling(0.9, 1, 1, 0, 1);
    assertThat(model.chat(QUESTION, GREEDY.withSampling(narrow)))
        .isEqualTo(model.chat(QUESTION, GREEDY));
  }

  @Test
  void repetitionPenaltySeesTheAnswer() {
    Sampling strict = new Sampling(0, 0, 1, 0, 100);
    List<String> pieces = new ArrayList<>();
    model.chat(QUESTION, GREEDY.withSampling(strict).withListener(pieces::add));
    pieces.removeIf(piece -> piece.contains("\uFFFD")); // parts of characters look alike
    assertThat(pieces).hasSizeGreaterThan(5).doesNotHaveDuplicates();
  }

  @Test
  void shorterBudgetGivesTheBeginningOfTheAnswer() {
    StringBuilder whole = new StringBuilder();
    StringBuilder part = new StringBuilder();
    model.chat(QUESTION, GREEDY.withListener(whole::append));
    model.chat(QUESTION, GREEDY.withMaxTokens(8).withListener(part::append));
    assertThat(part.toString()).isNotEmpty();
    assertThat(whole.toString()).startsWith(part.toString()).isNotEqualTo(part.toString());
  }

  @Test
  void interruptedCallerIsLetGo() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                model.chat(
                    QUESTION,
                    // A draw as flat as this seldom ends.
                    TextOptions.create()
                        .withSampling(new Sampling(100, 0, 1, 0, 1))
                        .withMaxTokens(30_000)
                        .withListener(_ -> started.countDown()));
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(60_000);
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(model.chat(QUESTION, GREEDY)).isNotNull();
  }

  @Test
  void conversationBeyondTheModelsRoomIsRefused() {
    assertThatThrownBy(() -> model.chat(List.of(), GREEDY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the conversation is empty, wanted a message");
    String endless = "?!".repeat(30_000);
    assertThatThrownBy(() -> model.chat(List.of(ChatMessage.user(endless)), GREEDY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "the conversation has \\d+ tokens, wanted less than the 40960 that the model has room"
                + " for");
  }

  @Test
  void recogniserIsNoTextModel() {
    assertThatThrownBy(() -> TextModel.open(GoldenModels.ASR, options()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("holds no text model");
  }

  @Test
  void budgetOfNothingIsRefused() {
    assertThatThrownBy(() -> GREEDY.withMaxTokens(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTokens is 0, wanted 1 or more");
  }
}
