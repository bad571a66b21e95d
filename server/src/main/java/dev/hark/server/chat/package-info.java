/** Chat completions: recordings in messages, and text models. */
package dev.hark.server.chat;
