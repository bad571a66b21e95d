package dev.hark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderHeadsTest {
  private static final int INPUTS = 6;
  private static final HeadsConfig CONFIG =
      new HeadsConfig(
          INPUTS,
          List.of(
              new HeadConfig("lid", HeadConfig.Kind.CLIP, List.of("None", "English"), 4),
              new HeadConfig("vad", HeadConfig.Kind.TOKEN, List.of("speech"), 3)));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    EncoderHeads.write(folder, CONFIG, new Ramp(), DataType.F32);
    try (EncoderHeads heads = EncoderHeads.find(folder, INPUTS).orElseThrow()) {
      assertThat(heads.config()).isEqualTo(CONFIG);
      assertThat(heads.read("heads.lid.out.weight", 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(heads.contains("heads.vad.hidden.bias")).isTrue();
    }
  }

  @Test
  void aFolderWithoutHeadsHasNone() {
    assertThat(EncoderHeads.find(folder, INPUTS)).isEmpty();
  }

  @Test
  void oneFileWithoutTheOtherIsRefused() throws IOException {
    EncoderHeads.write(folder, CONFIG, new Ramp(), DataType.BF16);
    Files.delete(folder.resolve(EncoderHeads.CONFIG));
    assertThatThrownBy(() -> EncoderHeads.find(folder, INPUTS))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("only one of heads.json and heads.safetensors");
  }

  @Test
  void headsOfAnotherModelAreRefused() throws IOException {
    EncoderHeads.write(folder, CONFIG, new Ramp(), DataType.F32);
    assertThatThrownBy(() -> EncoderHeads.find(folder, INPUTS + 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("for embeddings of width 6, the model has 7");
  }

  @Test
  void aTensorOfTheWrongShapeIsNamed() throws IOException {
    EncoderHeads.write(folder, CONFIG, new Ramp(), DataType.F32);
    Path json = folder.resolve(EncoderHeads.CONFIG);
    Files.writeString(json, Files.readString(json).replace("\"width\" : 3", "\"width\" : 5"));
    assertThatThrownBy(() -> EncoderHeads.find(folder, INPUTS))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("heads.vad.hidden.weight")
        .hasMessageContaining("[5, 6]");
  }

  @Test
  void listsThatMakeNoSenseAreRefusedWithTheirFile() throws IOException {
    EncoderHeads.write(folder, CONFIG, new Ramp(), DataType.F32);
    Path json = folder.resolve(EncoderHeads.CONFIG);
    String good = Files.readString(json);
    for (String[] change :
        new String[][] {
          {"\"token\"", "\"frame\"", "wanted clip or token"},
          {"\"None\"", "\"English\"", "none twice"},
          {"\"vad\"", "\"../vad\"", "lower-case letters"},
          {"\"version\" : 1", "\"version\" : 2", "wanted 1"},
          {"\"token\"", "\"clip\"", "head vad is of kind clip"},
        }) {
      Files.writeString(json, good.replace(change[0], change[1]));
      assertThatThrownBy(() -> EncoderHeads.find(folder, INPUTS))
          .as(change[1])
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("heads.json")
          .hasMessageContaining(change[2]);
    }
    Files.writeString(json, "{\"version\": 1, \"inputs\": 6, \"heads\": []}");
    assertThatThrownBy(() -> EncoderHeads.find(folder, INPUTS))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("heads.json: \"heads\" is empty");
  }

  @Test
  void twoHeadsOfOneNameAreRefused() {
    HeadConfig head = CONFIG.heads().getFirst();
    assertThatThrownBy(() -> new HeadsConfig(INPUTS, List.of(head, head)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("two heads named lid");
  }

  /** The values 0, 1, 2 and so on in every tensor. */
  private record Ramp() implements Weights {
    @Override
    public boolean contains(String name) {
      return true;
    }

    @Override
    public void read(String name, long from, float[] into, int count) {
      for (int i = 0; i < count; i++) {
        into[i] = from + i;
      }
    }
  }
}
