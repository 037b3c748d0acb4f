package io.github.influx2tdengine.source.read;

/**
 * Where InfluxQL finds a bucket.
 *
 * @param name the database
 * @param policy the retention policy; empty for the database's default
 */
public record Database(String name, String policy) {}
