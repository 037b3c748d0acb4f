package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt to make a table fit for some needs: what it becomes, and what it still lacks then.
 * Numbers before text and the shorter text before the longer where room is short.
 */
final class Growth {
  /** How long text columns are made. */
  enum Room {
    /** With room, so that a table is not altered at every longer value. */
    TO_GROW,
    /** As long as needed: the declared-width limits leave no more. */
    EXACT
  }

  /** Shortest text column or tag made: below it a table would be altered for every other value. */
  private static final int SHORTEST = 8;

  /** From this length on room comes in steps of it: doubling would use up the row. */
  private static final int LONG = 4_096;

  /**
   * A column for text that is cut gets no more than half of a row's bytes: other fields come too.
   */
  private static final int MOST_TRUNCATED_BYTES = TableModel.MAX_ROW_BYTES / 2;

  private final TablePlanner planner;
  private final TdType textType;
  private final boolean truncate;
  private final Room room;
  private TableModel model;

  /**
   * New columns of fields' own names that are not in the model yet: each time one is put there all
   * of them are copied, which for thousands takes seconds.
   */
  private final Map<String, TableColumn> fresh = new LinkedHashMap<>();

  private int freshBytes;
  private boolean absent;
  private boolean tooShort;

  Growth(TableModel model, TablePlanner planner, TdType textType, boolean truncate, Room room) {
    this.model = model;
    this.planner = planner;
    this.textType = textType;
    this.truncate = truncate;
    this.room = room;
  }

  TableModel model() {
    return model;
  }

  /** True when each field and tag has a place. */
  boolean hasAll() {
    return !absent;
  }

  /** True when each has a place that is long enough for all its text. */
  boolean holdsAll() {
    return !absent && !tooShort;
  }

  void growFor(TableNeeds needs) {
    if (tooMany(needs)) {
      absent = true;
      return;
    }
    List<Map.Entry<Column, TextLengths>> fields = new ArrayList<>(needs.fields().entrySet());
    if (room == Room.EXACT) {
      fields.sort(Comparator.comparingInt(field -> field.getValue().needed(TdType.VARCHAR)));
    }
    for (Map.Entry<Column, TextLengths> field : fields) {
      field(field.getKey(), field.getValue(), needs);
    }
    settleFresh();
    tags(needs);
  }

  private void settleFresh() {
    if (!fresh.isEmpty()) {
      model = model.withNewColumns(fresh.values());
      fresh.clear();
      freshBytes = 0;
    }
  }

  private int freeRowBytes() {
    return model.freeRowBytes() - freshBytes;
  }

  /** A short way out: building thousands of columns to see them not fit would take seconds. */
  private boolean tooMany(TableNeeds needs) {
    int columns = model.columns().size() + Math.max(1, model.tags().size());
    if (columns + needs.fields().size() < TableModel.MAX_COLUMNS) {
      return false;
    }
    long missing =
        needs.fieldNames().stream()
            .filter(field -> FieldColumns.of(model, field).plain().isEmpty())
            .count();
    return columns + missing > TableModel.MAX_COLUMNS;
  }

  private void field(Column column, TextLengths texts, TableNeeds needs) {
    FieldColumns columns = FieldColumns.of(model, column.name());
    if (columns.plain().isEmpty() && !fresh.containsKey(columns.plainName())) {
      add(columns.plainName(), column.type(), texts);
      return;
    }
    settleFresh();
    TableColumn plain = FieldColumns.of(model, column.name()).plain().orElseThrow();
    if (planner.belongs(plain.type(), column.type())) {
      widen(plain, texts);
      if (needs.isBeyondPlain(column) && planner.admitsOwn()) {
        own(column, texts, needs);
      }
    } else {
      own(column, texts, needs);
    }
  }

  private void own(Column column, TextLengths texts, TableNeeds needs) {
    FieldColumns columns = FieldColumns.of(model, column.name());
    Optional<TableColumn> own = columns.own(column.type());
    if (!planner.admitsOwn()) {
      absent = true;
    } else if (own.isPresent()) {
      widen(own.get(), texts);
    } else {
      MadeName made = columns.newOwnName(column.type(), needs.fieldNames());
      if (add(made.name(), column.type(), texts)) {
        settleFresh();
        model = made.markIn(model);
      }
    }
  }

  private boolean add(String name, FieldType type, TextLengths texts) {
    TdType columnType = TableNeeds.columnType(type, textType);
    int length =
        columnType.text() ? length(columnType, texts, freeRowBytes(), 0) : columnType.width(0);
    if (length == 0
        || columnType.width(length) > freeRowBytes()
        || model.columns().size() + fresh.size() + Math.max(1, model.tags().size())
            >= TableModel.MAX_COLUMNS) {
      absent = true;
      return false;
    }
    TableColumn column = new TableColumn(name, columnType, length);
    fresh.put(name, column);
    freshBytes += column.width();
    return true;
  }

  private void widen(TableColumn column, TextLengths texts) {
    if (column.type().text()) {
      int length =
          length(column.type(), texts, model.freeRowBytes() + column.width(), column.length());
      if (length > column.length()) {
        model = model.withColumn(new TableColumn(column.name(), column.type(), length));
      }
    }
  }

  /**
   * The length to declare: no less than there is, all that is needed where there is space, or what
   * holds the most of it; 0 where there is space for none.
   */
  private int length(TdType type, TextLengths texts, int freeBytes, int present) {
    int most = Math.max(0, type.lengthWithin(freeBytes));
    int cut = Math.min(most, type.lengthWithin(MOST_TRUNCATED_BYTES));
    int truncated = truncate && texts.beyond() ? cut : 0;
    int needed = Math.max(texts.isEmpty() ? 0 : texts.needed(type), truncated);
    if (needed <= present) {
      return present;
    }
    if (needed <= most) {
      int step = step(needed);
      return room == Room.TO_GROW && step <= most && truncated == 0 ? step : needed;
    }
    tooShort = true;
    return Math.max(present, Math.max(texts.longestWithin(type, most), truncate ? cut : 0));
  }

  /** The next power of two; from {@link #LONG} on its next multiple. */
  private static int step(int needed) {
    if (needed > LONG) {
      return (needed + LONG - 1) / LONG * LONG;
    }
    int step = SHORTEST;
    while (step < needed) {
      step *= 2;
    }
    return step;
  }

  private void tags(TableNeeds needs) {
    Set<String> fieldColumns = new HashSet<>();
    for (String field : needs.fieldNames()) {
      fieldColumns.add(FieldColumns.of(model, field).plainName());
    }
    List<NewTag> added = new ArrayList<>();
    for (Map.Entry<String, TextLengths> tag : needs.tags().entrySet()) {
      Optional<TableColumn> existing = TagColumns.existing(model, tag.getKey());
      if (existing.isPresent()) {
        widenTag(existing.get(), tag.getValue());
      } else if (TagColumns.meetsField(model, tag.getKey(), fieldColumns)) {
        MadeName made =
            TagColumns.madeName(model, tag.getKey(), fieldColumns, needs.tags().keySet());
        model = made.markIn(model);
        added.add(new NewTag(made.name(), tag.getValue()));
      } else {
        added.add(new NewTag(TagColumns.plainName(model, tag.getKey()), tag.getValue()));
      }
    }
    addTags(added);
  }

  private void widenTag(TableColumn tag, TextLengths texts) {
    int needed = tag.type().text() && !texts.isEmpty() ? texts.needed(tag.type()) : 0;
    if (needed <= tag.length()) {
      return;
    }
    int most = Math.max(0, tag.type().lengthWithin(model.freeTagBytes() + tag.width()));
    int step = room == Room.TO_GROW ? step(needed) : needed;
    int length = step <= most ? step : needed <= most ? needed : 0;
    if (length == 0) {
      tooShort = true;
      length = texts.longestWithin(tag.type(), most);
    }
    if (length > tag.length()) {
      model = model.withTag(new TableColumn(tag.name(), tag.type(), length));
    }
  }

  /** A tag that the table does not have yet. */
  private record NewTag(String name, TextLengths texts) {
    int width(TdType type) {
      return type.width(texts.needed(type));
    }

    /** Bytes that it takes less as VARCHAR. */
    int saved() {
      return width(TdType.NCHAR) - width(TdType.VARCHAR);
    }
  }

  /**
   * NCHAR as the endpoint makes tags, with room to grow; without room where all of them together
   * would not fit; VARCHAR for the longest where not even that is enough.
   */
  private void addTags(List<NewTag> added) {
    int free = model.freeTagBytes();
    boolean roomy =
        room == Room.TO_GROW
            && added.stream()
                    .mapToInt(tag -> TdType.NCHAR.width(step(tag.texts.needed(TdType.NCHAR))))
                    .sum()
                <= free;
    int exact = added.stream().mapToInt(tag -> tag.width(TdType.NCHAR)).sum();
    Set<NewTag> asVarchar = new HashSet<>();
    for (NewTag tag :
        added.stream().sorted(Comparator.comparingInt(NewTag::saved).reversed()).toList()) {
      if (exact > free) {
        asVarchar.add(tag);
        exact -= tag.saved();
      }
    }
    for (NewTag tag : added) {
      TdType type = asVarchar.contains(tag) ? TdType.VARCHAR : TdType.NCHAR;
      addTag(tag, type, roomy);
    }
  }

  private void addTag(NewTag tag, TdType type, boolean roomy) {
    int most = Math.max(0, type.lengthWithin(model.freeTagBytes()));
    int needed = tag.texts.needed(type);
    int length = roomy ? step(needed) : needed;
    if (length > most) {
      tooShort = true;
      length = tag.texts.longestWithin(type, most);
    }
    if (length == 0
        || tag.texts.isEmpty()
        || model.tags().size() >= TableModel.MAX_TAGS
        || model.tags().size() + model.columns().size() >= TableModel.MAX_COLUMNS) {
      absent = true;
      return;
    }
    model = model.withTag(new TableColumn(tag.name, type, length));
  }
}
