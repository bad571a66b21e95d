package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The answers of the OpenAI API as JSON schemas. */
final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Schemas() {}

  /** Fails unless a JSON text is as the schema says. */
  static void check(String schema, String json) {
    try (InputStream stream = Schemas.class.getResourceAsStream("schemas/" + schema + ".json")) {
      assertThat(
              REGISTRY
                  .getSchema(Objects.requireNonNull(stream, schema))
                  .validate(json, InputFormat.JSON))
          .as(json)
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
