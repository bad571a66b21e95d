/** Audio in: PCM, resampling and log-mel features. */
package dev.hark.audio;
