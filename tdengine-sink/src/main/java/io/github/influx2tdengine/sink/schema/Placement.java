package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.name.SubtableNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where points belong: which supertable, subtable and column. Pure and immutable; the writers and
 * whoever checks their work ask the same one.
 */
public final class Placement {
  private final Map<String, String> supertables;
  private final SubtableNames subtables;
  private final TypeConflict conflict;

  /**
   * @param supertables by measurement, where they are named by the user
   */
  public Placement(
      Map<String, String> supertables, SubtableNames subtables, TypeConflict conflict) {
    this.supertables = Map.copyOf(supertables);
    this.subtables = subtables;
    this.conflict = conflict;
  }

  /**
   * Where a field of a series is in a table.
   *
   * @param timeColumn the column of the time
   * @param columns the columns a value may be in, at most one of them not null in a row; empty
   *     where the table has none for it
   */
  public record Place(
      String supertable, String subtable, String timeColumn, List<String> columns) {}

  public String supertable(String measurement) {
    String named = supertables.get(measurement);
    return named != null ? named : Names.supertable(measurement);
  }

  public String subtable(SeriesKey series) {
    return subtables.of(supertable(series.measurement()), series);
  }

  /** The place of one field of one type in a table as {@link Catalog#read} describes it. */
  public Place place(TableModel table, SeriesKey series, Column column) {
    FieldColumns field = FieldColumns.of(table, column.name());
    Set<String> columns = new LinkedHashSet<>();
    TablePlanner planner = new TablePlanner(conflict, TdType.VARCHAR);
    field
        .plain()
        .filter(plain -> planner.belongs(plain.type(), column.type()))
        .ifPresent(plain -> columns.add(plain.name()));
    if (planner.admitsOwn()) {
      field.owns(column.type()).forEach(own -> columns.add(own.name()));
    }
    return new Place(table.name(), subtable(series), table.timeColumn(), List.copyOf(columns));
  }

  /** The tag of the table that holds a series' tag, where it has one. */
  public Optional<String> tag(TableModel table, String tag) {
    return TagColumns.existing(table, tag).map(TableColumn::name);
  }

  /** The field and type whose values a column holds, among those given; empty where none's. */
  public Optional<Column> fieldOf(TableModel table, String column, Set<String> fields) {
    for (String name : fields) {
      FieldColumns field = FieldColumns.of(table, name);
      for (FieldType type : FieldType.values()) {
        if (field.owns(type).stream().anyMatch(own -> own.name().equals(column))) {
          return Optional.of(new Column(name, type));
        }
      }
      Optional<TableColumn> plain = field.plain().filter(own -> own.name().equals(column));
      if (plain.isPresent()) {
        for (FieldType type : FieldType.values()) {
          if (plain.get().type().holds(type)) {
            return Optional.of(new Column(name, type));
          }
        }
      }
    }
    return Optional.empty();
  }
}
