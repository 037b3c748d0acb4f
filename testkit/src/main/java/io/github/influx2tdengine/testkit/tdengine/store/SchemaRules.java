package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What TDengine checks of a table's columns and tags. */
final class SchemaRules {
  private SchemaRules() {}

  /** Checks counts, widths and lengths of a schema as a whole. */
  static void check(List<Field> columns, List<Field> tags) {
    if (columns.size() + tags.size() > Limits.COLUMNS_AND_TAGS) {
      throw Errors.tooManyColumns();
    }
    if (tags.size() > Limits.TAGS) {
      throw Errors.tagsNumber();
    }
    for (Field column : columns) {
      checkField(column, Limits.VARCHAR_BYTES);
    }
    for (Field tag : tags) {
      checkField(tag, Limits.TAG_VARCHAR_BYTES);
    }
    if (width(columns) > Limits.ROW_BYTES) {
      throw Errors.rowTooWide();
    }
    if (width(tags) > Limits.TAG_BYTES) {
      throw Errors.tagsTooWide();
    }
  }

  /** Checks what CREATE checks beyond that: the time first, no name twice. */
  static void checkNew(List<Field> columns, List<Field> tags, boolean normal) {
    if (columns.get(0).type() != DataType.TIMESTAMP) {
      throw Errors.firstColumn();
    }
    if (columns.size() < 2) {
      throw Errors.columnsNumber();
    }
    if (!normal && tags.isEmpty()) {
      throw Errors.tagsNumber();
    }
    Set<String> names = new HashSet<>();
    for (List<Field> fields : List.of(columns, tags)) {
      for (Field field : fields) {
        if (!names.add(field.name())) {
          throw Errors.duplicatedColumn();
        }
      }
    }
    check(columns, tags);
  }

  private static void checkField(Field field, int longest) {
    if (field.type().sized() && (field.length() < 1 || field.declaredBytes() - 2 > longest)) {
      throw Errors.columnLength();
    }
  }

  /** The field with its new length, which may only grow. */
  static Field widened(Field old, DataType type, int length) {
    if (old.type() != type || !type.sized() || length <= old.length()) {
      throw Errors.modifyColumn();
    }
    return old.withLength(length);
  }

  private static int width(List<Field> fields) {
    return fields.stream().mapToInt(Field::declaredBytes).sum();
  }
}
