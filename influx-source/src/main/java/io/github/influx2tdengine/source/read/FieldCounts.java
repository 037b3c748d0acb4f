package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has the server count the values of each field. */
public final class FieldCounts {
  private static final Set<FieldType> NUMBERS =
      EnumSet.of(FieldType.FLOAT, FieldType.INTEGER, FieldType.UNSIGNED);

  private final InfluxHttp http;
  private final Database database;
  private final WindowReader reader;

  /**
   * @param reader knows which fields are read
   */
  public FieldCounts(InfluxHttp http, Database database, WindowReader reader) {
    this.http = http;
    this.database = database;
    this.reader = reader;
  }

  /** How many values, of whatever type, each field has in a window; 0 where it has none. */
  public Map<String, Long> count(Measurement measurement, Window window) throws IOException {
    FieldKeys keys = reader.selectedFields(measurement.name());
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> columns = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    keys.types()
        .forEach(
            (field, types) -> {
              counts.put(field, 0L);
              for (String type : asked(types)) {
                columns.add(
                    "count(" + InfluxQl.identifier(field) + "::" + type + ") AS c" + fields.size());
                fields.add(field);
              }
            });
    if (columns.isEmpty()) {
      return counts;
    }
    String statement =
        InfluxQl.select(measurement.name(), InfluxQl.list(columns), window.from(), window.to());
    for (Answers.Row row : Answers.ask(http, database, statement)) {
      for (int i = 0; i < fields.size(); i++) {
        if (row.values().get("c" + i) instanceof Number number) {
          counts.merge(fields.get(i), number.longValue(), Long::sum);
        }
      }
    }
    return counts;
  }

  /** The types to count by: as a float each number counts once, whatever its type. */
  private static List<String> asked(Set<FieldType> types) {
    Set<FieldType> numbers = EnumSet.copyOf(NUMBERS);
    numbers.retainAll(types);
    List<String> asked = new ArrayList<>();
    if (numbers.size() > 1) {
      asked.add(FieldType.FLOAT.label());
    }
    for (FieldType type : types) {
      if (numbers.size() < 2 || !numbers.contains(type)) {
        asked.add(type.label());
      }
    }
    return asked;
  }
}
