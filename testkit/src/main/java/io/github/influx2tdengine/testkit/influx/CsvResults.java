package io.github.influx2tdengine.testkit.influx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as CSV, with its flaws: errors are not shown at all, and 2.x writes tags {@code k=v,…}
 * without escapes.
 */
final class CsvResults implements ResultWriter {
  private final String epoch;
  private final boolean version2;
  private List<String> header = List.of();
  private int statement = -1;

  CsvResults(String epoch, boolean version2) {
    this.epoch = epoch;
    this.version2 = version2;
  }

  @Override
  public String contentType() {
    return version2 ? "application/csv" : "text/csv";
  }

  @Override
  public void document(OutputStream out, List<Result> results) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Result result : results) {
      if (result.series().isEmpty()) {
        continue;
      }
      if (statement >= 0 && result.statement() != statement) {
        text.append('\n');
        header = List.of();
      }
      statement = result.statement();
      for (Result.RowSet rows : result.series()) {
        if (!rows.columns().equals(header)) {
          header = rows.columns();
          List<String> names = new ArrayList<>(List.of("name", "tags"));
          names.addAll(header);
          line(text, names);
        }
        List<String> tags = new ArrayList<>();
        rows.tags()
            .forEach(
                (name, value) -> {
                  if (!value.isEmpty()) {
                    tags.add(version2 ? name + "=" + value : escaped(name) + "=" + escaped(value));
                  }
                });
        for (Object[] row : rows.values()) {
          List<String> cells = new ArrayList<>(List.of(rows.name(), String.join(",", tags)));
          for (int i = 0; i < row.length; i++) {
            cells.add(cell(row[i], rows.columns().get(i), i == 0 && rows.timed()));
          }
          line(text, cells);
        }
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void refusal(OutputStream out, String error) throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, List.of("error"));
    line(text, List.of(error));
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String cell(Object value, String column, boolean time) {
    if (value == null) {
      return "";
    }
    if (time) {
      return Long.toString(ResultWriter.inUnits((Long) value, epoch));
    }
    if (value instanceof Integer) {
      // Of the one number that is no value of a field, replicaN, InfluxDB writes the name.
      return column;
    }
    return value instanceof Double number ? Value.plain(number) : value.toString();
  }

  private static String escaped(String text) {
    return text.replaceAll("([,= ])", "\\\\$1");
  }

  private static void line(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean quote =
          cell.contains(",")
              || cell.contains("\"")
              || cell.contains("\n")
              || cell.contains("\r")
              || cell.startsWith(" ");
      text.append(i == 0 ? "" : ",");
      text.append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append('\n');
  }
}
