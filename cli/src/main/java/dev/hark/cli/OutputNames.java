package dev.hark.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names for the results of inputs. A result is called like its input without the extension; inputs
 * of one folder that share this keep their extension ({@code talk.mp3.srt}, {@code talk.wav.srt}),
 * and if they share that too, the second gets {@code -2} and so on. Upper and lower case do not
 * make a difference, since some disks ignore them.
 */
final class OutputNames {
  private OutputNames() {}

  /** Where the results of each input go, without the extension of their format. */
  static List<Path> of(List<Input> inputs, Path outputFolder) {
    Map<String, Integer> sharing = new HashMap<>();
    inputs.forEach(input -> sharing.merge(key(input.folder(), input.stem()), 1, Integer::sum));
    Set<String> taken = new HashSet<>();
    return inputs.stream()
        .map(input -> {
          boolean alone = sharing.getOrDefault(key(input.folder(), input.stem()), 0) == 1;
          String wanted = alone ? input.stem() : input.fileName();
          String name = wanted;
          for (int i = 2; !taken.add(key(input.folder(), name)); i++) {
            name = wanted + "-" + i;
          }
          return outputFolder.resolve(input.folder()).resolve(name);
        })
        .toList();
  }

  private static String key(Path folder, String name) {
    return folder.resolve(name).toString().toLowerCase(Locale.ROOT);
  }
}
