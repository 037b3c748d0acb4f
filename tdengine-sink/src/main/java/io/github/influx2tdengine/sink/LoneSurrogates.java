package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.points.Surrogates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Keeps text out that UTF-8 cannot hold: halves of surrogate pairs, which JSON can escape. TDengine
 * would get a question mark in their place, so that names never turn out as they should and values
 * are others.
 */
final class LoneSurrogates {
  private static final String REASON =
      "text that is not Unicode (half of a surrogate pair), which no table can hold";

  private LoneSurrogates() {}

  /**
   * Reads a record's value; of an array only the points with such text are refused.
   *
   * @throws PointFormatException when the value has such text, or cannot be read
   */
  static Decoded read(Object value, RecordReader reader) {
    // Lines are looked at where names and strings are read out of them.
    if (value instanceof String || !in(value)) {
      return reader.read(value);
    }
    if (!(value instanceof List<?> points)) {
      throw new PointFormatException(REASON);
    }
    List<Object> good = new ArrayList<>();
    List<Decoded.BadRow> bad = new ArrayList<>();
    for (Object point : points) {
      if (in(point)) {
        bad.add(new Decoded.BadRow(point, REASON));
      } else {
        good.add(point);
      }
    }
    Decoded decoded = reader.read(good);
    bad.addAll(decoded.bad());
    return new Decoded(decoded.blocks(), bad);
  }

  /** True when such text is anywhere in a value. Bytes hold none: they are read strictly. */
  static boolean in(Object value) {
    if (value instanceof String text) {
      return Surrogates.alone(text);
    }
    if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        if (Surrogates.alone(field.name()) || in(struct.get(field))) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().anyMatch(entry -> in(entry.getKey()) || in(entry.getValue()));
    }
    return value instanceof List<?> list && list.stream().anyMatch(LoneSurrogates::in);
  }
}
