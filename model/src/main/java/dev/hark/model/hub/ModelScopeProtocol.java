package dev.hark.model.hub;

import dev.hark.model.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * ModelScope: {@code /api/v1/models/{model}/repo/files} lists with SHA-256, {@code
 * /models/{model}/resolve/{revision}/{file}} serves. The list has no commit, so one is made of the
 * names and hashes.
 *
 * @param endpoint base address
 */
record ModelScopeProtocol(URI endpoint) implements HubProtocol {
  @Override
  public RemoteModel list(HubHttp http, ModelName model, String revision)
      throws IOException, InterruptedException {
    String what = model.toString();
    String encoded = HubProtocol.encode(revision);
    URI address =
        URI.create(
            "%s/api/v1/models/%s/repo/files?Revision=%s&Recursive=true"
                .formatted(endpoint, model.repository(), encoded));
    JsonNode root = HubProtocol.json(http, address, what);
    if (!root.path("Success").asBoolean(true)) {
      throw new HubException(
          Reason.NOT_FOUND,
          "%s: %s answers \"%s\"; check the name"
              .formatted(what, endpoint.getHost(), root.path("Message").asString("")));
    }
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode file : root.path("Data").path("Files")) {
      String name = file.path("Path").asString("");
      if (ModelFiles.wanted(name) && !file.path("Type").asString("").equals("tree")) {
        URI uri =
            URI.create(
                "%s/models/%s/resolve/%s/%s"
                    .formatted(endpoint, model.repository(), encoded, name));
        ContentHash hash = HubProtocol.hash(file.path("Sha256").asString(""), model + " " + name);
        long size = file.path("Size").asLong(-1);
        if (size < 0) {
          throw new HubException(Reason.CORRUPT, model + " " + name + ": the hub gives no length");
        }
        files.add(new RemoteFile(name, size, hash, uri));
      }
    }
    files.sort(Comparator.comparing(RemoteFile::name));
    return new RemoteModel(commit(files), files);
  }

  private static String commit(List<RemoteFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (RemoteFile file : files) {
        digest.update(
            (file.name() + "\0" + file.hash().hex() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java runtime: lacks SHA-1", e);
    }
  }
}
