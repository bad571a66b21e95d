package dev.hark.server.models;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Precision;
import dev.hark.engine.TextModel;
import dev.hark.engine.Transcriber;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models of a server. A lease loads a model if it is not loaded; a model without leases is
 * unloaded after the idle time. One instance serves all threads.
 */
public final class ModelPool implements AutoCloseable {
  private final List<PooledModel<Transcriber>> transcribers;
  private final List<PooledModel<ForcedAligner>> aligners;
  private final List<PooledModel<TextModel>> textModels;
  private final boolean aliases;
  private final Optional<Thread> reaper;

  private ModelPool(ServerConfig config, ModelFolders folders) {
    if (config.list(Setting.MODEL).isEmpty() && config.list(Setting.TEXT_MODEL).isEmpty()) {
      throw new IllegalArgumentException(
          "model: none is configured; name a recogniser or its folder, such as qwen3-asr-0.6b");
    }
    EngineOptions options = options(config);
    transcribers =
        models(
            config,
            Setting.MODEL,
            ModelEntry.Kind.TRANSCRIPTION,
            folders,
            Transcriber::open,
            options,
            Transcriber::close);
    aligners =
        models(
            config,
            Setting.ALIGNER,
            ModelEntry.Kind.ALIGNMENT,
            folders,
            ForcedAligner::open,
            options,
            ForcedAligner::close);
    textModels =
        models(
            config,
            Setting.TEXT_MODEL,
            ModelEntry.Kind.CHAT,
            folders,
            TextModel::open,
            options,
            TextModel::close);
    aliases = config.enabled(Setting.ALIASES);
    Duration idle = config.duration(Setting.MODEL_IDLE);
    reaper = idle.isZero() ? Optional.empty() : Optional.of(reap(idle));
  }

  /** The models that the configuration names; none is loaded yet. */
  public static ModelPool create(ServerConfig config, ModelFolders folders) {
    return new ModelPool(config, folders);
  }

  private static EngineOptions options(ServerConfig config) {
    EngineOptions options =
        EngineOptions.create()
            .withPrecision(precision(config.text(Setting.PRECISION)))
            .withBatchSize(Math.max(1, config.number(Setting.BATCH)));
    if (config.positive(Setting.THREADS).isPresent()) {
      options = options.withThreads(config.number(Setting.THREADS));
    }
    Optional<String> cache = config.optional(Setting.CACHE_DIR);
    return cache.isPresent() ? options.withCacheFolder(Path.of(cache.get())) : options;
  }

  private static Precision precision(String name) {
    try {
      return Precision.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "precision: got \"%s\", wanted f32, q8 or q4".formatted(name), e);
    }
  }

  private static <T> List<PooledModel<T>> models(
      ServerConfig config,
      Setting setting,
      ModelEntry.Kind kind,
      ModelFolders folders,
      BiFunction<Path, EngineOptions, T> open,
      EngineOptions options,
      Consumer<T> close) {
    return config.list(setting).stream()
        .map(configured -> ModelEntry.of(configured, kind))
        .map(entry ->
            new PooledModel<>(
                entry, () -> open.apply(folders.folder(entry.source()), options), close))
        .toList();
  }

  private Thread reap(Duration idle) {
    Duration pause = idle.dividedBy(4).plusMillis(1);
    return Thread.ofVirtual()
        .name("hark-model-idle")
        .start(() -> {
          try {
            while (true) {
              Thread.sleep(pause);
              all().forEach(model -> model.unloadIfIdle(idle));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * A recogniser by its id or an alias.
   *
   * @throws ApiException 404 if there is none of this name
   */
  public ModelLease<Transcriber> transcriber(String name) {
    return recogniser(name).lease();
  }

  /**
   * Refuses a name that no recogniser has.
   *
   * @throws ApiException 404
   */
  public void checkTranscriber(String name) {
    recogniser(name);
  }

  private PooledModel<Transcriber> recogniser(String name) {
    Optional<PooledModel<Transcriber>> model = find(transcribers, name);
    if (model.isEmpty() && aliases && ModelAliases.TRANSCRIPTION.contains(name)) {
      model = transcribers.stream().findFirst();
    }
    return model.orElseThrow(() -> unknown(name, transcribers));
  }

  /** Whether a text model has this name. */
  public boolean chats(String name) {
    return find(textModels, name).isPresent();
  }

  /**
   * A text model by its id.
   *
   * @throws ApiException 404 if there is none of this name
   */
  public ModelLease<TextModel> textModel(String name) {
    return find(textModels, name).orElseThrow(() -> unknown(name, textModels)).lease();
  }

  /** Whether an aligner is configured. */
  public boolean hasAligner() {
    return !aligners.isEmpty();
  }

  /** The aligner, if one is configured. */
  public Optional<ModelLease<ForcedAligner>> aligner() {
    return aligners.stream().findFirst().map(PooledModel::lease);
  }

  /** What the server offers. */
  public List<ModelState> models() {
    return all().map(model -> new ModelState(model.entry(), model.loaded())).toList();
  }

  /**
   * Whether a model is loaded, by id or alias.
   *
   * @throws ApiException 404 if there is none of this name
   */
  public ModelState model(String name) {
    PooledModel<?> model = any(name);
    return new ModelState(model.entry(), model.loaded());
  }

  /** Loads a model that will be needed. */
  public ModelState load(String name) {
    PooledModel<?> model = any(name);
    model.lease().close();
    return new ModelState(model.entry(), true);
  }

  /**
   * Unloads a model until it is needed again.
   *
   * @throws ApiException 409 if it is in use
   */
  public ModelState unload(String name) {
    PooledModel<?> model = any(name);
    model.unload();
    return new ModelState(model.entry(), false);
  }

  private PooledModel<?> any(String name) {
    Optional<PooledModel<?>> found =
        all().filter(model -> model.entry().answersTo(name)).findFirst();
    if (found.isEmpty() && aliases && ModelAliases.TRANSCRIPTION.contains(name)) {
      found = transcribers.stream().<PooledModel<?>>map(model -> model).findFirst();
    }
    return found.orElseThrow(() -> unknown(name, all().toList()));
  }

  private Stream<PooledModel<?>> all() {
    return Stream.of(transcribers, aligners, textModels).flatMap(List::stream);
  }

  private static <T> Optional<PooledModel<T>> find(List<PooledModel<T>> models, String name) {
    return models.stream().filter(model -> model.entry().answersTo(name)).findFirst();
  }

  private static ApiException unknown(String name, List<? extends PooledModel<?>> models) {
    String known =
        models.stream().map(model -> model.entry().id()).collect(Collectors.joining(", "));
    return ApiException.of(
            404,
            "model_not_found",
            "there is no model \"%s\" for this; wanted one of: %s".formatted(name, known))
        .about("model");
  }

  /** Unloads everything that is not in use. */
  @Override
  public void close() {
    reaper.ifPresent(Thread::interrupt);
    all().forEach(model -> model.unloadIfIdle(Duration.ZERO));
  }
}
