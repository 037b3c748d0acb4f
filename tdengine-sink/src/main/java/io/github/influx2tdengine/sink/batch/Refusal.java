package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.SeriesBlock;

/**
 * A row that cannot be written.
 *
 * @param origin the record it came in
 * @param row a block of just that row
 * @param table the supertable it would go to
 */
public record Refusal(Origin origin, SeriesBlock row, String table, Problem problem) {}
