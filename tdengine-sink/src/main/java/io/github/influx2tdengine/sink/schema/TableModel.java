package io.github.influx2tdengine.sink.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A supertable as {@code DESCRIBE} and its comment tell it. Immutable.
 *
 * <p>Limits of TDengine 3.3: columns and tags together at most 4,096, tags 1 to 128; a row at most
 * 65,531 bytes and the tags at most 16,384, summed over declared widths.
 */
public final class TableModel {
  public static final int MAX_COLUMNS = 4_096;
  public static final int MAX_TAGS = 128;
  public static final int MAX_ROW_BYTES = 65_531;
  public static final int MAX_TAG_BYTES = 16_384;

  private final String name;
  private final List<TableColumn> columns;
  private final List<TableColumn> tags;
  private final TableComment comment;
  private final Map<String, TableColumn> columnsByName;
  private final Map<String, TableColumn> tagsByName;
  private final int rowBytes;

  /**
   * @param columns all columns, the time first
   * @param tags all tags
   */
  public TableModel(
      String name, List<TableColumn> columns, List<TableColumn> tags, TableComment comment) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.tags = List.copyOf(tags);
    this.comment = comment;
    this.columnsByName = byName(columns);
    this.tagsByName = byName(tags);
    this.rowBytes = columns.stream().mapToInt(TableColumn::width).sum();
  }

  private static Map<String, TableColumn> byName(List<TableColumn> columns) {
    Map<String, TableColumn> map = new LinkedHashMap<>();
    columns.forEach(column -> map.put(column.name(), column));
    return map;
  }

  public String name() {
    return name;
  }

  /** All columns, the time first. */
  public List<TableColumn> columns() {
    return columns;
  }

  public List<TableColumn> tags() {
    return tags;
  }

  public TableComment comment() {
    return comment;
  }

  public String timeColumn() {
    return columns.get(0).name();
  }

  public Optional<TableColumn> column(String column) {
    return Optional.ofNullable(columnsByName.get(column));
  }

  public Optional<TableColumn> tag(String tag) {
    return Optional.ofNullable(tagsByName.get(tag));
  }

  public boolean hasColumn(String column) {
    return columnsByName.containsKey(column);
  }

  public boolean hasTag(String tag) {
    return tagsByName.containsKey(tag);
  }

  /** Bytes of row not yet declared. */
  public int freeRowBytes() {
    return MAX_ROW_BYTES - rowBytes;
  }

  /** Bytes of tags not yet declared. */
  public int freeTagBytes() {
    return MAX_TAG_BYTES - tags.stream().mapToInt(TableColumn::width).sum();
  }

  /** With columns that the table does not have yet, behind the others. */
  TableModel withNewColumns(Collection<TableColumn> added) {
    List<TableColumn> all = new ArrayList<>(columns);
    all.addAll(added);
    return new TableModel(name, all, tags, comment);
  }

  public TableModel withColumn(TableColumn column) {
    return new TableModel(name, put(columns, column), tags, comment);
  }

  public TableModel withTag(TableColumn tag) {
    return new TableModel(name, columns, put(tags, tag), comment);
  }

  public TableModel withComment(TableComment other) {
    return new TableModel(name, columns, tags, other);
  }

  /** Adds a column, or replaces the one of that name where it stands. */
  private static List<TableColumn> put(List<TableColumn> columns, TableColumn column) {
    List<TableColumn> all = new ArrayList<>(columns);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(column.name())) {
        all.set(i, column);
        return all;
      }
    }
    all.add(column);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableModel that
        && name.equals(that.name)
        && columns.equals(that.columns)
        && tags.equals(that.tags)
        && comment.equals(that.comment);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + columns.hashCode();
  }

  @Override
  public String toString() {
    return name + columns + " TAGS" + tags + " " + comment.text();
  }
}
