package io.github.influx2tdengine.points;

import org.apache.kafka.connect.data.Schema;

/**
 * The value of one record.
 *
 * @param schema the value's Connect schema
 * @param value the value
 * @param points how many points it holds
 * @param bytes about how large it is when serialised
 */
public record RecordValue(Schema schema, Object value, int points, int bytes) {}
