package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.read.WindowContent;

/**
 * Points that are ready to go out: a whole window, or a part of one that memory cannot hold.
 *
 * @param before the offset of all its records but the last
 * @param after the offset of the last record
 */
public record Delivery(String measurement, WindowContent content, long before, long after) {}
