package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.Precision;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** What a statement answers. */
public sealed interface Result {

  /** Rows were changed, or nothing is to be told. */
  record Changed(int rows) implements Result {}

  /**
   * Rows to be read once, made as they are asked for. A value is a Long (integers, times, 0 and 1
   * for booleans), a Double, bytes of UTF-8, or null.
   */
  record Rows(Precision precision, List<ResultColumn> columns, Iterator<Object[]> rows)
      implements Result {}

  static Rows rows(List<ResultColumn> columns, List<Object[]> rows) {
    return new Rows(Precision.MS, columns, rows.iterator());
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
