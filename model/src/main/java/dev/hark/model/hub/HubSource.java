package dev.hark.model.hub;

/** A place models are published. */
public enum HubSource {
  /** huggingface.co, or a mirror of it. */
  HUGGING_FACE("main"),
  /** modelscope.cn. */
  MODELSCOPE("master");

  private final String defaultRevision;

  HubSource(String defaultRevision) {
    this.defaultRevision = defaultRevision;
  }

  /** The branch taken when a model name has no revision. */
  String defaultRevision() {
    return defaultRevision;
  }

  /**
   * The source called {@code name}: {@code huggingface} or {@code modelscope}, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static HubSource of(String name) {
    if (name.equalsIgnoreCase("huggingface")) {
      return HUGGING_FACE;
    }
    if (name.equalsIgnoreCase("modelscope")) {
      return MODELSCOPE;
    }
    throw new IllegalArgumentException(
        "model hub: got \"" + name + "\"; wanted huggingface or modelscope");
  }
}
