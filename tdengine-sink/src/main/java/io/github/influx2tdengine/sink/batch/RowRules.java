package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.sink.schema.Precision;

/**
 * What rows have to keep to, as of now.
 *
 * @param precision of the database
 * @param earliest nanoseconds; rows before it are older than the database keeps
 * @param latest nanoseconds; the database holds nothing after it
 * @param skipExpired expired rows are counted and left out instead of refused
 * @param truncateText text too long for any column is cut
 */
public record RowRules(
    Precision precision, long earliest, long latest, boolean skipExpired, boolean truncateText) {}
