/** Models by name: download from a hub, cache, verification. */
package dev.hark.model.hub;
