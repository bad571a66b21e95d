package dev.hark.examples;

import dev.hark.engine.Transcriber;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shares one transcriber between threads: what they ask for is decoded as one batch: model,
 * recordings.
 */
final class ManyThreads {
  private ManyThreads() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    try (Transcriber transcriber = Transcriber.open(ModelHub.create().resolve(args[0]));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> texts = new ArrayList<>();
      for (String file : Arrays.asList(args).subList(1, args.length)) {
        texts.add(threads.submit(() -> transcriber.transcribe(Path.of(file)).text()));
      }
      for (Future<String> text : texts) {
        System.out.println(text.get());
      }
    }
  }
}
