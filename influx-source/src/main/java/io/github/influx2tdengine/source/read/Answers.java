package io.github.influx2tdengine.source.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Short answers, for questions about names and types. */
public final class Answers {
  private Answers() {}

  /**
   * A row of a short answer.
   *
   * @param series the series' name: the measurement, or what the statement lists
   * @param values by column
   */
  public record Row(String series, Map<String, Object> values) {
    public String text(String column) {
      Object value = values.get(column);
      return value == null ? "" : value.toString();
    }
  }

  /** All rows of an answer. */
  public static List<Row> ask(InfluxHttp http, Database database, String statement)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = http.query(database.name(), database.policy(), statement, 10_000)) {
      AnswerReader.read(in, new Collector(rows));
    }
    return rows;
  }

  private static final class Collector implements AnswerReader.Rows {
    private final List<Row> rows;
    private String name = "";
    private List<String> columns = List.of();

    Collector(List<Row> rows) {
      this.rows = rows;
    }

    @Override
    public void series(String series, Map<String, String> tags, List<String> answered) {
      name = series;
      columns = answered;
    }

    @Override
    public void rows(byte[] buffer, int offset, int length, int count) throws IOException {
      int at = offset;
      for (int row = 0; row < count; row++) {
        at += Packed.rowHeaderSize(buffer, at);
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        for (String column : columns) {
          int size = Packed.size(buffer, at);
          values.put(column, Scalars.read(buffer, at, size));
          at += size;
        }
        rows.add(new Row(name, Collections.unmodifiableMap(values)));
      }
    }
  }
}
