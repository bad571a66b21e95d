/** Model folders: their configuration and their weights. */
package dev.hark.model;
