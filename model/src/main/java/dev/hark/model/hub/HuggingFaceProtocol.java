package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face: {@code /api/models/{model}/revision/{revision}} lists, {@code
 * /{model}/resolve/{commit}/{file}} serves. Hashes come with the list, or, from mirrors that leave
 * them out, with the head of each file.
 *
 * @param endpoint base address
 */
record HuggingFaceProtocol(URI endpoint) implements HubProtocol {
  @Override
  public RemoteModel list(HubHttp http, ModelName model, String revision)
      throws IOException, InterruptedException {
    String what = model.toString();
    URI address =
        URI.create(
            "%s/api/models/%s/revision/%s?blobs=true"
                .formatted(endpoint, model.repository(), HubProtocol.encode(revision)));
    JsonNode root = HubProtocol.json(http, address, what);
    String commit = root.path("sha").asString("");
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new HubException(
          Reason.UNREACHABLE,
          "%s: %s names no commit (got \"%s\"); check HF_ENDPOINT"
              .formatted(what, endpoint.getHost(), commit));
    }
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode sibling : root.path("siblings")) {
      String name = sibling.path("rfilename").asString("");
      if (ModelFiles.wanted(name)) {
        URI uri =
            URI.create("%s/%s/resolve/%s/%s".formatted(endpoint, model.repository(), commit, name));
        files.add(file(http, sibling, name, uri, model));
      }
    }
    files.sort(Comparator.comparing(RemoteFile::name));
    return new RemoteModel(commit, files);
  }

  private static RemoteFile file(
      HubHttp http, JsonNode sibling, String name, URI uri, ModelName model)
      throws IOException, InterruptedException {
    String what = model + " " + name;
    JsonNode lfs = sibling.path("lfs");
    String hash = lfs.path("sha256").asString(sibling.path("blobId").asString(""));
    long size = lfs.path("size").asLong(sibling.path("size").asLong(-1));
    if (size < 0 || hash.isEmpty()) {
      HttpHeaders head = http.head(uri, what).headers();
      hash = head.firstValue("X-Linked-Etag").or(() -> head.firstValue("ETag")).orElse("");
      size =
          head.firstValueAsLong("X-Linked-Size")
              .orElse(head.firstValueAsLong("Content-Length").orElse(-1));
    }
    if (size < 0) {
      throw new HubException(Reason.CORRUPT, what + ": the hub gives no length");
    }
    return new RemoteFile(name, size, HubProtocol.hash(hash, what), uri);
  }
}
