package dev.hark.cli;

import dev.hark.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the tokens of a text. */
@Command(
    name = "tokens",
    description = "Print the token ids of a text and what they decode to.",
    mixinStandardHelpOptions = true)
final class InspectTokens implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TEXT", description = "Text; added tokens such as <|im_end|> count.")
  private String text;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
  private Path model;

  private InspectTokens() {}

  @Override
  public Integer call() {
    Tokenizer tokenizer = Tokenizer.open(model);
    int[] ids = tokenizer.encode(text);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ids", ids);
    result.put(
        "tokens",
        Arrays.stream(ids).mapToObj(id -> tokenizer.decode(new int[] {id}, false)).toList());
    result.put("decoded", tokenizer.decode(ids, false));
    result.put("decodedSkipSpecial", tokenizer.decode(ids, true));
    spec.commandLine().getOut().println(Json.line(result));
    return ExitCode.OK;
  }
}
