/** Speech to text over HTTP. */
package dev.hark.server.transcribe;
