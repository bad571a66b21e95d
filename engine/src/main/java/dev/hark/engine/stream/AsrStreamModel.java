package dev.hark.engine.stream;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.decode.BatchGenerator;
import dev.hark.engine.decode.ScoringChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.longform.AllowedLanguages;
import dev.hark.model.AsrConfig;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Language;
import dev.hark.model.text.OutputParser;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.RollbackStream;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Qwen3-ASR checkpoint as live sessions see it. */
public final class AsrStreamModel implements StreamModel {
  private final AsrConfig config;
  private final Tokenizer tokenizer;
  private final AsrPrompts prompts;
  private final BatchGenerator generator;
  private final int textTag;
  private final Cadence cadence = Cadence.create();

  public AsrStreamModel(
      AsrConfig config, Tokenizer tokenizer, AsrPrompts prompts, BatchGenerator generator) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.prompts = prompts;
    this.generator = generator;
    this.textTag = tokenizer.id("<asr_text>").orElseThrow();
  }

  @Override
  public BatchGenerator generator() {
    return generator;
  }

  @Override
  public Cadence cadence() {
    return cadence;
  }

  @Override
  public int audioToken() {
    return config.audioTokenId();
  }

  @Override
  public Set<Integer> stopTokens() {
    return Set.copyOf(config.stopTokenIds());
  }

  @Override
  public int[] prompt(
      String context, Optional<Language> language, int audioTokens, String written) {
    return prompts.prompt(context, language, audioTokens, written).ids();
  }

  @Override
  public List<TokenIds> beginnings(AllowedLanguages languages, int[] written) {
    return languages.beginnings(prompts, written);
  }

  @Override
  public String text(int[] tokens) {
    return tokenizer.decode(tokens, true);
  }

  @Override
  public ScoredToken scored(ScoringChooser.Choice choice) {
    return choice.scored(tokenizer);
  }

  @Override
  public List<ScoredToken> said(List<ScoredToken> written, Optional<Language> language) {
    int tag = written.stream().map(ScoredToken::id).toList().indexOf(textTag);
    if (language.isEmpty() && tag < 0) {
      return List.of();
    }
    return written.stream()
        .skip(language.isPresent() ? 0 : tag + 1)
        .filter(token -> !tokenizer.isSpecial(token.id()))
        .toList();
  }

  @Override
  public ParsedOutput read(String raw, Optional<Language> language) {
    ParsedOutput output =
        language
            .map(name -> OutputParser.parse(raw, name.englishName()))
            .orElseGet(() -> OutputParser.parse(raw));
    return new ParsedOutput(output.language(), OutputParser.withoutNonSpeech(output.text()));
  }

  @Override
  public RollbackStream rollback(Optional<Language> language, RollbackStream.Settings settings) {
    return new RollbackStream(tokenizer, language, settings);
  }
}
