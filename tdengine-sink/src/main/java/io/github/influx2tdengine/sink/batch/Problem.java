package io.github.influx2tdengine.sink.batch;

/**
 * What is wrong with a row.
 *
 * @param column the column or tag at fault, empty where it is none
 */
public record Problem(Reason reason, String column, String message) {}
