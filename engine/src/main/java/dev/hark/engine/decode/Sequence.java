package dev.hark.engine.decode;

import dev.hark.engine.graph.RunControl;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A request on its way: the tokens so far and the promise of the result. */
final class Sequence {
  private static final int TRACED_SCORES = 10;

  final GenerationRequest request;
  final CompletableFuture<Generation> result = new CompletableFuture<>();

  /** Options of the runs that serve this sequence alone, to stop them when it is cancelled. */
  final RunControl ownRuns = RunControl.create();

  private final List<Integer> tokens = new ArrayList<>();
  private final List<Long> stepNanos = new ArrayList<>();
  private int audioTokens;
  private double encoderNorm;
  private List<TokenScore> topScores = List.of();
  private double logProbabilities;
  private long encoderNanos;
  private long prefillNanos;

  Sequence(GenerationRequest request) {
    this.request = request;
  }

  boolean cancelled() {
    return result.isCancelled();
  }

  void encoded(float[] audio, int tokenCount, long nanos) {
    audioTokens = tokenCount;
    encoderNanos = nanos;
    double sum = 0;
    for (float value : audio) {
      sum += (double) value * value;
    }
    encoderNorm = Math.sqrt(sum);
  }

  void prefilled(long nanos) {
    prefillNanos = nanos;
  }

  void stepped(long nanos) {
    stepNanos.add(nanos);
  }

  int lastToken() {
    return tokens.getLast();
  }

  /** Takes tokens that are not for the chooser to choose. */
  void begin(TokenIds beginning) {
    beginning.stream()
        .forEach(token -> {
          tokens.add(token);
          var _ = request.listener().accept(token);
        });
  }

  /** Chooses the next token; returns whether the sequence goes on. */
  boolean advance(FloatBuffer scores) {
    int token = request.chooser().choose(scores);
    if (request.traced()) {
      if (tokens.isEmpty()) {
        topScores = Scores.top(scores, TRACED_SCORES);
      }
      logProbabilities += Scores.logProbability(scores, token);
    }
    tokens.add(token);
    boolean wanted = request.listener().accept(token);
    if (request.stopTokens().contains(token)) {
      complete(Generation.End.STOP_TOKEN);
    } else if (!wanted) {
      complete(Generation.End.LISTENER);
    } else if (tokens.size() >= request.maxNewTokens()) {
      complete(Generation.End.BUDGET);
    } else {
      return true;
    }
    return false;
  }

  private void complete(Generation.End end) {
    result.complete(
        new Generation(
            TokenIds.of(tokens.stream().mapToInt(Integer::intValue).toArray()),
            end,
            request.traced() ? logProbabilities / tokens.size() : Double.NaN,
            new Generation.Trace(audioTokens, encoderNorm, topScores),
            new Generation.Timing(encoderNanos, prefillNanos, stepNanos)));
  }
}
