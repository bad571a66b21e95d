/** Health, metrics, the OpenAPI document and the pages of the studio. */
package dev.hark.server.operations;
