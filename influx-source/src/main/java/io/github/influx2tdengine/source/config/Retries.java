package io.github.influx2tdengine.source.config;

import java.time.Duration;

/**
 * How failed reads are tried again.
 *
 * @param backoff the first pause
 * @param backoffMax the longest pause
 * @param timeout how long one read may go on failing before the task fails; negative for ever
 */
public record Retries(Duration backoff, Duration backoffMax, Duration timeout) {}
