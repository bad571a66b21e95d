import org.jspecify.annotations.NullMarked;

/** The OpenAI-compatible server: HarkServer and what its route groups share. */
@NullMarked
module dev.hark.server {
  requires static org.jspecify;
  requires transitive dev.hark.engine;
  requires transitive io.javalin;
  requires transitive tools.jackson.databind;
  requires jakarta.servlet;
  requires java.sql;
  requires kotlin.stdlib;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.eclipse.jetty.client;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.eclipse.jetty.websocket.api;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports dev.hark.server;
  exports dev.hark.server.config;
  exports dev.hark.server.http;
  exports dev.hark.server.models;
}
