package dev.hark.spring;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Precision;
import dev.hark.engine.TranscribeOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code hark.*}.
 *
 * @param model name such as {@code qwen3-asr-0.6b}, which is downloaded at its first use, or folder
 * @param language language that is spoken, by name or code; not given to let the model find out
 * @param context names and terms that are likely to occur
 * @param precision {@code f32}, {@code q8} or {@code q4}
 * @param threads processor threads; not given for all
 * @param batch pieces or callers that are decoded at once
 * @param cacheDir where compiled models are kept
 */
@ConfigurationProperties("hark")
public record HarkProperties(
    String model,
    @Nullable String language,
    @Nullable String context,
    @Nullable Precision precision,
    @Nullable Integer threads,
    @Nullable Integer batch,
    @Nullable Path cacheDir) {
  EngineOptions engine() {
    EngineOptions options = EngineOptions.create();
    options = Optional.ofNullable(precision).map(options::withPrecision).orElse(options);
    options = Optional.ofNullable(threads).map(options::withThreads).orElse(options);
    options = Optional.ofNullable(batch).map(options::withBatchSize).orElse(options);
    return Optional.ofNullable(cacheDir).map(options::withCacheFolder).orElse(options);
  }

  TranscribeOptions transcribing() {
    TranscribeOptions options = TranscribeOptions.create();
    options = Optional.ofNullable(language).map(options::withLanguage).orElse(options);
    return Optional.ofNullable(context).map(options::withContext).orElse(options);
  }
}
