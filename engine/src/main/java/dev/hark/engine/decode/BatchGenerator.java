package dev.hark.engine.decode;

import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.InferenceException;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.EncoderNetwork;
import dev.hark.engine.graph.RunControl;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Generates many sequences at once on one thread. Between two steps, waiting sequences join as long
 * as rows are free and finished ones leave (continuous batching); the weights are read once a step
 * for all of them. Any thread may submit; cancelling the returned future ends a sequence within one
 * step.
 */
public final class BatchGenerator implements AutoCloseable {
  /** How long an idle generator keeps the memory of its cache. */
  private static final long IDLE_SECONDS = 10;

  private final Optional<EncoderNetwork> encoder;
  private final DecoderNetwork decoder;
  private final Embeddings embeddings;
  private final CommonPrefix prefix;
  private final LinkedBlockingQueue<Sequence> waiting = new LinkedBlockingQueue<>();
  private final List<Sequence> active = new ArrayList<>(); // row i of the cache is active[i]
  private final RunControl steps = RunControl.create();
  private final Thread thread;
  private volatile GeneratorTime time = GeneratorTime.NONE; // written by the thread alone
  private volatile boolean closed;

  private BatchGenerator(
      Optional<EncoderNetwork> encoder, DecoderNetwork decoder, Embeddings embeddings) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.embeddings = embeddings;
    this.prefix = new CommonPrefix(decoder);
    this.thread = Thread.ofPlatform().name("hark-generator").daemon().unstarted(this::run);
  }

  static BatchGenerator start(
      Optional<EncoderNetwork> encoder, DecoderNetwork decoder, Embeddings embeddings) {
    BatchGenerator generator = new BatchGenerator(encoder, decoder, embeddings);
    generator.thread.start();
    return generator;
  }

  /** What has taken how much time so far. */
  public GeneratorTime time() {
    return time;
  }

  /** Sequences that run at once; more wait. */
  public int batchSize() {
    return decoder.rows();
  }

  /**
   * Queues a sequence.
   *
   * @return the result; completes with {@link InferenceException} if a network fails and with
   *     {@link CancellationException} if the generator is closed
   */
  public CompletableFuture<Generation> submit(GenerationRequest request) {
    Sequence sequence = new Sequence(request);
    var _ =
        sequence.result.whenComplete((_, _) -> {
          if (sequence.cancelled()) {
            sequence.ownRuns.stop();
          }
        });
    waiting.add(sequence);
    if (closed) {
      cancelWaiting();
    }
    return sequence.result;
  }

  private void cancelWaiting() {
    for (Sequence left = waiting.poll(); left != null; left = waiting.poll()) {
      left.result.cancel(false);
      left.ownRuns.close();
    }
  }

  private void run() {
    try {
      while (!closed) {
        admit();
        dropCancelled();
        if (!active.isEmpty()) {
          step();
        }
      }
    } catch (InterruptedException e) {
      // Closing interrupts the wait for work.
    } finally {
      closed = true; // whatever ended this thread: nobody may wait for it
      active.forEach(sequence -> sequence.result.cancel(false));
      active.clear();
      cancelWaiting();
    }
  }

  /** Lets waiting sequences join while rows are free; waits for work when there is none. */
  private void admit() throws InterruptedException {
    while (active.size() < decoder.rows()) {
      Sequence next = active.isEmpty() ? await() : waiting.poll();
      if (next == null) {
        return;
      }
      if (!next.cancelled()) {
        start(next);
      }
      next.ownRuns.close();
    }
  }

  private Sequence await() throws InterruptedException {
    Sequence next = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      decoder.release();
      prefix.forget();
      next = waiting.take();
    }
    return next;
  }

  private void start(Sequence sequence) {
    int row = active.size();
    try {
      GenerationRequest request = sequence.request;
      long started = System.nanoTime();
      float[] audio = new float[0]; // [audioTokens, hidden]
      if (request.audio().isPresent()) {
        audio = encode(request, request.audio().get(), sequence);
        request.embeddings().accept(audio);
        long nanos = System.nanoTime() - started;
        sequence.encoded(audio, audio.length / embeddings.size(), nanos);
        time = time.encoded(nanos);
        started = System.nanoTime();
      }
      decoder.truncate(row, 0);
      decoder.reserve(request.prompt().size() + request.draft().size() + request.maxNewTokens());
      FloatBuffer scores = prefill(row, request, audio, sequence);
      if (!request.beginnings().isEmpty()) {
        scores = begin(row, sequence, scores);
      }
      long nanos = System.nanoTime() - started;
      sequence.prefilled(nanos);
      time = time.prefilled(nanos);
      if (check(row, sequence, scores)) {
        active.add(sequence);
      }
    } catch (RuntimeException | Error e) {
      sequence.result.completeExceptionally(e);
    }
  }

  private float[] encode(GenerationRequest request, MelSpectrogram mel, Sequence sequence) {
    EncoderNetwork network =
        encoder.orElseThrow(() -> new IllegalArgumentException("this model takes no audio"));
    return request
        .growth()
        .map(kept -> kept.encode(network, mel, sequence.ownRuns))
        .orElseGet(() -> network.encode(mel, sequence.ownRuns));
  }

  /**
   * Runs what is not known yet of a prompt and its draft.
   *
   * @return scores after the prompt and after each token of the draft // [1 + draft, classes]
   */
  private FloatBuffer prefill(
      int row, GenerationRequest request, float[] audio, Sequence sequence) {
    TokenIds prompt = request.prompt();
    int[] ids =
        IntStream.concat(prompt.stream(), request.draft().stream()).toArray(); // [prompt + draft]
    float[] rows = embeddings.prompt(TokenIds.of(ids), audio, request.audioToken());
    int known = request.growth().map(kept -> kept.recall(decoder, row, request)).orElse(0);
    if (known == 0) {
      known = prefix.recall(row, request);
    }
    float[] scores =
        decoder.extend(
            row,
            Arrays.copyOfRange(rows, known * embeddings.size(), rows.length),
            IntStream.range(prompt.size() - 1 - known, ids.length - known).toArray(),
            sequence.ownRuns);
    prefix.remember(row, request);
    request.growth().ifPresent(kept -> kept.remember(decoder, row, request));
    return FloatBuffer.wrap(scores);
  }

  /**
   * Writes the most probable of the beginnings.
   *
   * @param first scores of the first token
   * @return scores after the beginning // [1, classes]
   */
  private FloatBuffer begin(int row, Sequence sequence, FloatBuffer first) {
    int prompt = sequence.request.prompt().size();
    List<TokenIds> allowed = sequence.request.beginnings();
    TokenIds best = allowed.getFirst();
    double highest = Double.NEGATIVE_INFINITY;
    for (TokenIds beginning : allowed) {
      int[] places = IntStream.range(0, beginning.size() - 1).toArray();
      FloatBuffer later = extend(row, beginning, places, sequence); // [beginning - 1, classes]
      double probability = Scores.logProbability(first, beginning.get(0));
      for (int i : places) {
        FloatBuffer scores = later.slice(i * decoder.classes(), decoder.classes());
        probability += Scores.logProbability(scores, beginning.get(i + 1));
      }
      if (probability > highest) {
        highest = probability;
        best = beginning;
      }
      decoder.truncate(row, prompt);
    }
    sequence.begin(best);
    return extend(row, best, new int[] {best.size() - 1}, sequence);
  }

  private FloatBuffer extend(int row, TokenIds tokens, int[] places, Sequence sequence) {
    float[] rows = embeddings.prompt(tokens, new float[0], sequence.request.audioToken());
    return FloatBuffer.wrap(decoder.extend(row, rows, places, sequence.ownRuns));
  }

  /**
   * Takes tokens as long as they are the draft's, and one more.
   *
   * @return whether the sequence goes on
   */
  private boolean check(int row, Sequence sequence, FloatBuffer scores) {
    TokenIds draft = sequence.request.draft();
    int taken = 0;
    while (sequence.advance(scores.slice(taken * decoder.classes(), decoder.classes()))) {
      if (taken == draft.size() || sequence.lastToken() != draft.get(taken)) {
        decoder.truncate(row, decoder.length(row) - draft.size() + taken);
        return true;
      }
      taken++;
    }
    return false;
  }

  private void step() {
    int rows = active.size();
    float[] inputs = new float[rows * embeddings.size()]; // [rows, hidden]
    for (int row = 0; row < rows; row++) {
      embeddings.copy(active.get(row).lastToken(), inputs, row);
    }
    FloatBuffer scores;
    long started = System.nanoTime();
    try {
      scores = decoder.step(rows, inputs, steps);
    } catch (RuntimeException | Error e) {
      active.forEach(sequence -> sequence.result.completeExceptionally(e));
      active.clear();
      return;
    }
    long nanos = System.nanoTime() - started;
    time = time.stepped(nanos, rows);
    // From the last row down, so that the row moved into a gap has already been served.
    for (int row = rows - 1; row >= 0; row--) {
      Sequence sequence = active.get(row);
      sequence.stepped(nanos);
      if (!advance(sequence, scores.slice(row * decoder.classes(), decoder.classes()))) {
        remove(row);
      }
    }
  }

  /**
   * A chooser or listener that throws ends its own sequence only, even with an error: this thread
   * serves all.
   */
  private static boolean advance(Sequence sequence, FloatBuffer scores) {
    try {
      return sequence.advance(scores);
    } catch (RuntimeException | Error e) {
      sequence.result.completeExceptionally(e);
      return false;
    }
  }

  private void dropCancelled() {
    for (int row = active.size() - 1; row >= 0; row--) {
      if (active.get(row).result.isDone()) {
        remove(row);
      }
    }
  }

  private void remove(int row) {
    int last = active.size() - 1;
    if (row != last) {
      decoder.move(last, row);
      active.set(row, active.get(last));
    }
    active.removeLast();
    decoder.truncate(last, 0);
  }

  /** Stops generating; unfinished sequences are cancelled. The networks stay open. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    cancelWaiting();
    steps.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
