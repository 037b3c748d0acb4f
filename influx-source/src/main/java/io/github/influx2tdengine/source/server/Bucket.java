package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.read.Database;

/**
 * A bucket as it was found.
 *
 * @param name as source partitions name it: {@code db/rp} on a 1.x server, as set otherwise
 * @param database where InfluxQL finds it
 * @param byDefault whether it is what a 2.x server takes for the database when no policy is named:
 *     only of those does it list the measurements
 */
public record Bucket(String name, Database database, boolean byDefault) {}
