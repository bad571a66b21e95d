/** Settings by file, environment and flags: one table. */
package dev.hark.server.config;
