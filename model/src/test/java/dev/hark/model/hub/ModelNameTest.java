package dev.hark.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelNameTest {
  @Test
  void aliasesStandForOfficialModelsInAnyCase() {
    assertThat(ModelName.parse("qwen3-asr-0.6b")).hasToString("Qwen/Qwen3-ASR-0.6B");
    assertThat(ModelName.parse("Qwen3-ASR-1.7B")).hasToString("Qwen/Qwen3-ASR-1.7B");
    assertThat(ModelName.parse("qwen3-forced-aligner-0.6b@v1"))
        .isEqualTo(new ModelName("Qwen", "Qwen3-ForcedAligner-0.6B", "v1"));
    assertThat(ModelName.aliases()).hasSize(5);
  }

  @Test
  void anyOrganizationAndRevisionMayBeNamed() {
    assertThat(ModelName.parse("me/my_model.v2@refs/pr/3"))
        .isEqualTo(new ModelName("me", "my_model.v2", "refs/pr/3"));
  }

  @Test
  void namesThatWouldLeaveTheCacheAreRefused() {
    for (String name :
        List.of(
            "",
            "/",
            "a",
            "../b",
            "a/..",
            "a/b/c",
            "a/b@",
            "a/b@../x",
            "a/b@x/../y",
            "a/b@/x",
            "a/b@x//y",
            "a--b/c",
            "a/.b",
            "a b/c",
            "a/b\n",
            "a/b@x\0",
            "ä/b",
            "a/b%2f",
            "a\\b/c",
            "https://x/y")) {
      assertThatIllegalArgumentException()
          .as("name \"%s\"", name)
          .isThrownBy(() -> ModelName.parse(name));
    }
  }
}
