package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.name.Names;
import java.util.Collection;
import java.util.List;

/**
 * Works out what a table must become so that a batch fits: columns and tags added, text widened.
 * Pure: the same table and needs give the same answer in every task.
 *
 * <p>Where a table has no room for all of a batch, rows that fit decide what it becomes: those that
 * fit in no way are refused one by one later, and must not have taken the room of the others.
 */
public final class TablePlanner {
  private final TypeConflict conflict;
  private final TdType textType;
  private final boolean truncate;

  public TablePlanner(TypeConflict conflict, TdType textType) {
    this(conflict, textType, false);
  }

  /**
   * @param truncate text that is too long is cut: its columns are made as long as can be
   */
  public TablePlanner(TypeConflict conflict, TdType textType, boolean truncate) {
    this.conflict = conflict;
    this.textType = textType;
    this.truncate = truncate;
  }

  /** The table of a measurement before it has any field or tag. */
  public static TableModel empty(String table, String measurement, String timeColumn) {
    return new TableModel(
        table,
        List.of(new TableColumn(timeColumn, TdType.TIMESTAMP, 8)),
        List.of(),
        TableComment.of(measurement));
  }

  /**
   * The table as it must be for the batch; equal to {@code current} when it already is. A table
   * without a comment (the endpoint's) becomes the measurement's own.
   */
  public TableModel plan(TableModel current, String measurement, TableNeeds needs) {
    TableModel model = current;
    if (current.comment().owner().isEmpty() && !current.comment().foreign()) {
      model = current.withComment(current.comment().withOwner(measurement));
    }
    for (Growth.Room room : Growth.Room.values()) {
      Growth all = grown(model, needs, room);
      if (all.holdsAll()) {
        return withSomeTag(all.model());
      }
    }
    Collection<TableNeeds> parts = needs.parts();
    for (TableNeeds part : parts.isEmpty() ? List.of(needs) : parts) {
      Growth roomy = grown(model, part, Growth.Room.TO_GROW);
      Growth grown = roomy.holdsAll() ? roomy : grown(model, part, Growth.Room.EXACT);
      if (grown.hasAll()) {
        model = grown.model();
      }
    }
    return withSomeTag(model);
  }

  private Growth grown(TableModel model, TableNeeds needs, Growth.Room room) {
    Growth growth = new Growth(model, this, textType, truncate, room);
    growth.growFor(needs);
    return growth;
  }

  /** A table has to have a tag. */
  private static TableModel withSomeTag(TableModel model) {
    return model.tags().isEmpty()
        ? model.withTag(new TableColumn(Names.NO_TAGS, TdType.NCHAR, 1))
        : model;
  }

  /** True when further types of a field get columns of their own. */
  public boolean admitsOwn() {
    return conflict != TypeConflict.FAIL;
  }

  /**
   * True when values of a field type go into a plain column of this type, at least some of them.
   */
  public boolean belongs(TdType column, FieldType type) {
    return column.holds(type)
        || conflict == TypeConflict.WIDEN
            && column == TdType.DOUBLE
            && (type == FieldType.INTEGER || type == FieldType.UNSIGNED);
  }
}
