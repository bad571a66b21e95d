/** How much is done at once, who waits, and who is refused. */
package dev.hark.server.load;
