/** Long recordings as jobs that outlive the process. */
package dev.hark.server.jobs;
