/** Model files and networks: checkpoints and the definitions they fill. */
package dev.hark.model;
