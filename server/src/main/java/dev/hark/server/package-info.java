/** The server: start it, drain it, stop it. */
package dev.hark.server;
