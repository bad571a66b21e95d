package dev.hark.server.chat;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.TextDelta;
import dev.hark.engine.TextModel;
import dev.hark.engine.TextOptions;
import dev.hark.model.text.ChatMessage;
import dev.hark.model.text.Sampling;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Fields;
import dev.hark.server.models.ModelLease;
import dev.hark.server.models.ModelPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A text model that chats. */
final class WrittenChat implements ChatModel {
  private static final int MAX_TOKENS = 2048;

  private final ModelPool models;

  WrittenChat(ModelPool models) {
    this.models = models;
  }

  @Override
  public void check(ChatRequest request) {
    if (!request.content().audio().isEmpty()) {
      throw ApiException.invalid(
          "messages", "%s reads text and hears nothing".formatted(request.model()));
    }
  }

  @Override
  public Reply reply(ChatRequest request, Consumer<TextDelta> text) {
    List<ChatMessage> messages =
        request.content().turns().stream().map(WrittenChat::message).toList();
    TextOptions options = options(request.fields());
    List<ScoredToken> tokens = new ArrayList<>();
    Consumer<TextDelta> heard = text.andThen(delta -> tokens.addAll(delta.tokens()));
    Consumer<TextDelta> listener = options.thinking() ? new AfterThought(heard) : heard;
    TextOptions asked =
        request.alternatives().isPresent()
            ? options.withProbabilities(request.alternatives().getAsInt())
            : options;
    try (ModelLease<TextModel> lease = models.textModel(request.model())) {
      String answer = lease.model().chat(messages, asked.onDelta(listener));
      return new Reply(
          answer,
          Optional.empty(),
          request.alternatives().isPresent() ? Optional.of(List.copyOf(tokens)) : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("messages", String.valueOf(e.getMessage()));
    }
  }

  private static ChatMessage message(ChatContent.Turn turn) {
    return switch (turn.role()) {
      case "user" -> ChatMessage.user(turn.text());
      case "assistant" -> ChatMessage.assistant(turn.text());
      default -> ChatMessage.system(turn.text());
    };
  }

  private static TextOptions options(Fields fields) {
    boolean thinking = fields.on("enable_thinking");
    Sampling usual = thinking ? Sampling.THINKING : Sampling.DIRECT;
    double temperature = fields.decimal("temperature").orElse(usual.temperature());
    double topP = fields.decimal("top_p").orElse(usual.topP());
    int maxTokens =
        fields
            .decimal("max_completion_tokens")
            .or(() -> fields.decimal("max_tokens"))
            .map(Double::intValue)
            .orElse(MAX_TOKENS);
    return TextOptions.create()
        .withThinking(thinking)
        .withSampling(
            temperature == 0
                ? Sampling.GREEDY
                : new Sampling(temperature, usual.topK(), topP, usual.minP(), 1))
        .withSeed(fields.decimal("seed").map(Double::longValue).orElse(0L))
        .withMaxTokens(maxTokens);
  }

  /** Passes on what comes after the thought. */
  private static final class AfterThought implements Consumer<TextDelta> {
    private static final String END = "</think>";

    private final Consumer<TextDelta> listener;
    private final StringBuilder thought = new StringBuilder();
    private boolean over;

    AfterThought(Consumer<TextDelta> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(TextDelta delta) {
      if (over) {
        listener.accept(delta);
        return;
      }
      thought.append(delta.text());
      int end = thought.indexOf(END);
      if (end >= 0) {
        over = true;
        String rest = thought.substring(end + END.length()).stripLeading();
        if (!rest.isEmpty()) {
          listener.accept(new TextDelta(rest, delta.tokens()));
        }
      }
    }
  }
}
