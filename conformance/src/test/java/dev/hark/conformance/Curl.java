package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** curl, as it is installed. */
final class Curl {
  private Curl() {}

  /** An answer: status, then content type, then body. */
  record Answer(int status, String type, String body) {
    /** The data of server-sent events but the last, which has to be the end mark. */
    List<String> events() {
      List<String> data =
          body.lines()
              .filter(line -> line.startsWith("data: "))
              .map(line -> line.substring("data: ".length()))
              .toList();
      assertThat(data.getLast()).isEqualTo("[DONE]");
      return data.subList(0, data.size() - 1);
    }
  }

  /** Calls a path below the root with the key. */
  static Answer call(String path, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-H", "Authorization: Bearer " + Server.KEY));
    all.addAll(Arrays.asList(arguments));
    return anonymous(path, all.toArray(String[]::new));
  }

  static Answer anonymous(String path, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "-m", "50", "-w", "\n%{http_code} %{content_type}"));
    command.addAll(Arrays.asList(arguments));
    command.add(Server.root() + path);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Server.JFK.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    int end = out.lastIndexOf('\n');
    String[] status = out.substring(end + 1).split(" ", 2);
    return new Answer(Integer.parseInt(status[0]), status[1], out.substring(0, end));
  }
}
