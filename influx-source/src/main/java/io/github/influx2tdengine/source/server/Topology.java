package io.github.influx2tdengine.source.server;

import java.util.List;

/** What there is to read: a bucket and its measurements. */
public record Topology(Bucket bucket, List<String> measurements) {}
