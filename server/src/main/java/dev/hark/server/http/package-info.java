/** Routes and what is common to all of them: errors, keys, origins, request ids, disconnects. */
package dev.hark.server.http;
