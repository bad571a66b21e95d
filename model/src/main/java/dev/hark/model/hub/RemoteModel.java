package dev.hark.model.hub;

import java.util.List;

/**
 * The files of one revision of a model.
 *
 * @param commit 40 hexadecimal digits that name the revision's content
 * @param files those a model needs, in order of name
 */
record RemoteModel(String commit, List<RemoteFile> files) {}
