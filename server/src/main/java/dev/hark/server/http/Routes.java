package dev.hark.server.http;

import java.util.List;

/** A group of routes. HarkServer lists the groups; what they share is in its Services. */
@FunctionalInterface
public interface Routes {
  /** The routes, in the order of the documentation. */
  List<Route> routes();
}
