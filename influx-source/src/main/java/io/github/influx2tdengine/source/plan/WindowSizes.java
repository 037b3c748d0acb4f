package io.github.influx2tdengine.source.plan;

/**
 * How large windows shall be.
 *
 * @param points points that a window should hold
 * @param memory bytes that a window may hold at most
 * @param first nanoseconds of a measurement's first window
 * @param longest nanoseconds of the longest window
 */
public record WindowSizes(long points, long memory, long first, long longest) {}
