/** Models that are loaded when asked for, shared, and unloaded when idle. */
package dev.hark.server.models;
