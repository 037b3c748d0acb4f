package io.github.influx2tdengine.testkit.tdengine.lines;

import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import java.util.List;

/**
 * One line of line protocol.
 *
 * @param writtenMeasurement with its escapes, as names of subtables are made from it
 * @param measurement without them
 * @param time in nanoseconds
 */
record Line(
    String writtenMeasurement, String measurement, List<Item> tags, List<Item> fields, long time) {

  /**
   * A tag or field.
   *
   * @param value a Long, a Double or bytes of UTF-8
   * @param rest of the line from here on, for messages
   */
  record Item(String name, DataType type, Object value, String rest) {}
}
