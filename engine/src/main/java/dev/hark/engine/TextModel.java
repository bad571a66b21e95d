package dev.hark.engine;

import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.Generation;
import dev.hark.engine.decode.GenerationRequest;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.model.ModelException;
import dev.hark.model.TextModelConfig;
import dev.hark.model.text.ChatMessage;
import dev.hark.model.text.ChatTemplate;
import dev.hark.model.text.Sampler;
import dev.hark.model.text.Sampling;
import dev.hark.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Answers with a dense Qwen3 text model, to summarise or correct what was transcribed.
 *
 * <pre>{@code
 * try (var model = TextModel.open(Path.of("Qwen3-0.6B"))) {
 *   var messages = List.of(ChatMessage.user("Summarise in one sentence: " + transcript));
 *   System.out.println(model.chat(messages, TextOptions.create()));
 * }
 * }</pre>
 *
 * <p>One model serves any number of threads: their answers are generated together, up to the batch
 * size. Closing frees the model; no call may be running then.
 */
public final class TextModel implements AutoCloseable {
  private static final String THOUGHT_END = "</think>";

  private final ModelRuntime runtime;
  private final TextModelConfig config;
  private final Tokenizer tokenizer;
  private final Set<Integer> stopTokens;
  private final BatchGenerator generator;

  private TextModel(ModelRuntime runtime, TextModelConfig config) {
    this.runtime = runtime;
    this.config = config;
    this.tokenizer = runtime.tokenizer();
    this.stopTokens = Set.copyOf(config.stopTokenIds());
    this.generator = runtime.generator();
  }

  /**
   * Opens a model folder with the usual options.
   *
   * @throws ModelException if the folder holds no text model, or a damaged one
   */
  public static TextModel open(Path directory) {
    return open(directory, EngineOptions.create());
  }

  /**
   * Opens a model folder.
   *
   * @throws ModelException if the folder holds no text model, or a damaged one, or the compiled
   *     model cannot be written
   */
  public static TextModel open(Path directory, EngineOptions options) {
    ModelRuntime runtime = ModelRuntime.open(directory, options);
    try {
      if (!(runtime.config() instanceof TextModelConfig config)) {
        throw new ModelException(
            "%s holds no text model; give the folder of a Qwen3 model".formatted(directory));
      }
      return new TextModel(runtime, config);
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  /**
   * The model's answer to a conversation.
   *
   * @return the answer without the thought before it; empty if the thought took all tokens
   * @throws IllegalArgumentException if there are no messages or more than the model has room for
   * @throws CancellationException if the calling thread is interrupted
   */
  public String chat(List<ChatMessage> messages, TextOptions options) {
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("the conversation is empty, wanted a message");
    }
    ChatTemplate.Ending ending =
        options.thinking() ? ChatTemplate.Ending.THINKING : ChatTemplate.Ending.DIRECT;
    int[] prompt = ChatTemplate.ids(tokenizer, messages, ending);
    int room = config.text().maxPositions() - prompt.length;
    if (room < 1) {
      throw new IllegalArgumentException(
          "the conversation has %d tokens, wanted less than the %d that the model has room for"
              .formatted(prompt.length, config.text().maxPositions()));
    }
    int budget = Math.min(options.maxTokens(), room);
    WrittenTokens text =
        WrittenTokens.create(tokenizer, chooser(prompt, budget, options), options.alternatives());
    GenerationRequest request =
        GenerationRequest.create(TokenIds.of(prompt), budget, stopTokens)
            .withChooser(text.chooser())
            .withListener(token -> {
              if (!stopTokens.contains(token)) {
                text.accept(token).ifPresent(options.listener());
              }
              return true;
            });
    Generation generation = await(generator.submit(request));
    text.finish().ifPresent(options.listener());
    int[] tokens = generation.tokens().toArray();
    boolean stopped = generation.end() == Generation.End.STOP_TOKEN;
    String all =
        tokenizer.decode(stopped ? Arrays.copyOf(tokens, tokens.length - 1) : tokens, true);
    return options.thinking() ? behindThought(all) : all;
  }

  private static String behindThought(String text) {
    int end = text.indexOf(THOUGHT_END);
    return end < 0 ? "" : text.substring(end + THOUGHT_END.length()).strip();
  }

  /** A chooser that knows prompt and answer, for the repetition penalty. */
  private static TokenChooser chooser(int[] prompt, int budget, TextOptions options) {
    Sampling sampling = options.samplingOrRecommended();
    if (sampling.temperature() == 0 && sampling.repetitionPenalty() == 1) {
      return TokenChooser.greedy();
    }
    Sampler sampler = new Sampler(sampling, options.seed());
    int[] occurred = Arrays.copyOf(prompt, prompt.length + budget);
    int[] count = {prompt.length};
    return scores -> {
      float[] values = new float[scores.limit()]; // [vocabulary]
      scores.get(0, values);
      int token = sampler.next(values, Arrays.copyOf(occurred, count[0]));
      occurred[count[0]++] = token;
      return token;
    };
  }

  private static Generation await(CompletableFuture<Generation> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("the answer was interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new InferenceException("generation failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    generator.close();
    runtime.close();
  }
}
