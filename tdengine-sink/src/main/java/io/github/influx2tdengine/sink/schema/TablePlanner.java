package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.name.Names;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works out what a table must become so that a batch fits: columns and tags added, text widened.
 * Pure: the same table and needs give the same answer in every task.
 *
 * <p>Text gets room to grow (the next power of two), so that a table is not altered at every longer
 * value; where the declared-width limits leave less, exactly what is needed. What fits in no way is
 * left as it is: the rows in question are refused one by one later.
 */
public final class TablePlanner {
  /** Shortest text column or tag made: below it a table would be altered for every other value. */
  private static final int SHORTEST = 8;

  private final TypeConflict conflict;
  private final TdType textType;

  public TablePlanner(TypeConflict conflict, TdType textType) {
    this.conflict = conflict;
    this.textType = textType;
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
    for (Map.Entry<Column, TableNeeds.Text> field : needs.fields().entrySet()) {
      model = withField(model, field.getKey(), field.getValue(), needs);
    }
    return withTags(model, needs);
  }

  private TableModel withField(
      TableModel model, Column column, TableNeeds.Text text, TableNeeds needs) {
    FieldColumns columns = FieldColumns.of(model, column.name());
    Optional<TableColumn> plain = columns.plain();
    if (plain.isEmpty()) {
      return added(model, columns.plainName(), column.type(), text);
    }
    if (belongs(plain.get().type(), column.type())) {
      TableModel widened = plain.get().type().text() ? widened(model, plain.get(), text) : model;
      return needs.isBeyondPlain(column) && conflict != TypeConflict.FAIL
          ? withOwn(widened, FieldColumns.of(widened, column.name()), column, text, needs)
          : widened;
    }
    return conflict == TypeConflict.FAIL ? model : withOwn(model, columns, column, text, needs);
  }

  private TableModel withOwn(
      TableModel model,
      FieldColumns columns,
      Column column,
      TableNeeds.Text text,
      TableNeeds needs) {
    Optional<TableColumn> own = columns.own(column.type());
    if (own.isPresent()) {
      return own.get().type().text() ? widened(model, own.get(), text) : model;
    }
    MadeName made = columns.newOwnName(column.type(), needs.fieldNames());
    TableModel with = added(model, made.name(), column.type(), text);
    return with == model ? model : made.markIn(with);
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

  private TableModel added(TableModel model, String name, FieldType type, TableNeeds.Text text) {
    if (model.columns().size() + Math.max(1, model.tags().size()) >= TableModel.MAX_COLUMNS) {
      return model;
    }
    TdType columnType = TableNeeds.columnType(type, textType);
    if (!columnType.text()) {
      return columnType.width(0) <= model.freeRowBytes()
          ? model.withColumn(new TableColumn(name, columnType, columnType.width(0)))
          : model;
    }
    int length = roomy(columnType, text.length(columnType), model.freeRowBytes());
    return length > 0 ? model.withColumn(new TableColumn(name, columnType, length)) : model;
  }

  private TableModel widened(TableModel model, TableColumn column, TableNeeds.Text text) {
    int needed = text.length(column.type());
    if (needed <= column.length()) {
      return model;
    }
    int length = roomy(column.type(), needed, model.freeRowBytes() + column.width());
    return length > column.length()
        ? model.withColumn(new TableColumn(column.name(), column.type(), length))
        : model;
  }

  /**
   * The length to declare: a power of two with room, or exactly what is needed, or as much of it as
   * there is space for (shorter values then still fit); 0 where there is none.
   */
  private static int roomy(TdType type, int needed, int freeBytes) {
    int most = Math.max(0, type.lengthWithin(freeBytes));
    int step = powerOfTwo(needed);
    return step <= most ? step : Math.min(needed, most);
  }

  private static int powerOfTwo(int needed) {
    int step = SHORTEST;
    while (step < needed) {
      step *= 2;
    }
    return step;
  }

  private TableModel withTags(TableModel current, TableNeeds needs) {
    TableModel model = current;
    Set<String> fieldColumns = new HashSet<>();
    for (String field : needs.fieldNames()) {
      fieldColumns.add(FieldColumns.of(model, field).plainName());
    }
    Map<String, TableNeeds.Text> added = new LinkedHashMap<>();
    for (Map.Entry<String, TableNeeds.Text> tag : needs.tags().entrySet()) {
      Optional<TableColumn> existing = TagColumns.existing(model, tag.getKey());
      if (existing.isPresent()) {
        model = widenedTag(model, existing.get(), tag.getValue());
        continue;
      }
      if (TagColumns.meetsField(model, tag.getKey(), fieldColumns)) {
        MadeName made =
            TagColumns.madeName(model, tag.getKey(), fieldColumns, needs.tags().keySet());
        model = made.markIn(model);
        added.put(made.name(), tag.getValue());
      } else {
        added.put(TagColumns.plainName(model, tag.getKey()), tag.getValue());
      }
    }
    model = withNewTags(model, added);
    if (model.tags().isEmpty()) {
      model = model.withTag(new TableColumn(Names.NO_TAGS, TdType.NCHAR, 1));
    }
    return model;
  }

  private static TableModel widenedTag(TableModel model, TableColumn tag, TableNeeds.Text text) {
    int needed = text.length(tag.type());
    if (!tag.type().text() || needed <= tag.length()) {
      return model;
    }
    int length = roomy(tag.type(), needed, model.freeTagBytes() + tag.width());
    return length >= needed
        ? model.withTag(new TableColumn(tag.name(), tag.type(), length))
        : model;
  }

  /**
   * NCHAR as the endpoint makes tags, with room to grow; without room where all of them together
   * would not fit; VARCHAR for the longest where not even that is enough.
   */
  private static TableModel withNewTags(TableModel model, Map<String, TableNeeds.Text> added) {
    int free = model.freeTagBytes();
    boolean roomy =
        added.values().stream().mapToInt(text -> ncharWidth(powerOfTwo(text.chars()))).sum()
            <= free;
    int exact =
        added.values().stream().mapToInt(text -> ncharWidth(Math.max(1, text.chars()))).sum();
    Set<String> asVarchar = new HashSet<>();
    var longestFirst =
        added.entrySet().stream()
            .sorted((a, b) -> Integer.compare(saved(b.getValue()), saved(a.getValue())))
            .toList();
    for (Map.Entry<String, TableNeeds.Text> tag : longestFirst) {
      if (exact > free) {
        asVarchar.add(tag.getKey());
        exact -= saved(tag.getValue());
      }
    }
    TableModel with = model;
    for (Map.Entry<String, TableNeeds.Text> tag : added.entrySet()) {
      TdType type = asVarchar.contains(tag.getKey()) ? TdType.VARCHAR : TdType.NCHAR;
      int needed = tag.getValue().length(type);
      int length = roomy ? powerOfTwo(needed) : needed;
      if (with.tags().size() < TableModel.MAX_TAGS
          && with.tags().size() + with.columns().size() < TableModel.MAX_COLUMNS
          && type.width(length) <= with.freeTagBytes()) {
        with = with.withTag(new TableColumn(tag.getKey(), type, length));
      }
    }
    return with;
  }

  private static int ncharWidth(int chars) {
    return TdType.NCHAR.width(chars);
  }

  private static int saved(TableNeeds.Text text) {
    return ncharWidth(Math.max(1, text.chars())) - TdType.VARCHAR.width(Math.max(1, text.bytes()));
  }
}
