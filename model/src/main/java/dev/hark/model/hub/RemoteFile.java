package dev.hark.model.hub;

import java.net.URI;

/**
 * A file as the hub announces it.
 *
 * @param name its name, checked by {@link ModelFiles#wanted}
 * @param sizeBytes its length
 * @param hash the hash its content must have
 * @param uri where it can be fetched
 */
record RemoteFile(String name, long sizeBytes, ContentHash hash, URI uri) {}
