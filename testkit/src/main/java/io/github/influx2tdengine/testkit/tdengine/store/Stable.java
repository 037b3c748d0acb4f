package io.github.influx2tdengine.testkit.tdengine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A supertable, or the schema of a normal table: columns, tags, comment and its subtables. */
public final class Stable {
  private final String name;
  private final boolean normal;
  private final long uid;
  private final long createdMillis = System.currentTimeMillis();
  private final Map<String, Subtable> subtables = new ConcurrentHashMap<>();
  private volatile List<Field> columns;
  private volatile List<Field> tags;
  private volatile Optional<String> comment;
  private volatile int columnVersion = 1;
  private int nextColumn;
  private int nextTag;

  Stable(
      String name,
      boolean normal,
      List<Field> columns,
      List<Field> tags,
      Optional<String> comment,
      long uid) {
    this.name = name;
    this.normal = normal;
    this.columns = List.copyOf(columns);
    this.tags = List.copyOf(tags);
    this.comment = comment;
    this.uid = uid;
    this.nextColumn = columns.size();
    this.nextTag = tags.size();
  }

  public String name() {
    return name;
  }

  /** Whether this is the schema of a table without tags. */
  public boolean normal() {
    return normal;
  }

  public long uid() {
    return uid;
  }

  public long createdMillis() {
    return createdMillis;
  }

  /** The columns, the time first. */
  public List<Field> columns() {
    return columns;
  }

  public List<Field> tags() {
    return tags;
  }

  public Optional<String> comment() {
    return comment;
  }

  /** Counts the changes of the columns: a statement prepared at another number is stale. */
  public int columnVersion() {
    return columnVersion;
  }

  public Field time() {
    return columns.get(0);
  }

  public Optional<Field> column(String field) {
    return columns.stream().filter(column -> column.name().equals(field)).findFirst();
  }

  public Optional<Field> tag(String field) {
    return tags.stream().filter(tag -> tag.name().equals(field)).findFirst();
  }

  /** The subtables by name, in the order of their names. */
  public Collection<Subtable> subtables() {
    return new TreeMap<>(subtables).values();
  }

  public int subtableCount() {
    return subtables.size();
  }

  void add(Subtable subtable) {
    subtables.put(subtable.name(), subtable);
  }

  void remove(Subtable subtable) {
    subtables.remove(subtable.name());
  }

  void comment(String text) {
    comment = Optional.of(text);
  }

  public void addColumn(String field, DataType type, int length) {
    requireFree(field);
    List<Field> wider = with(columns, new Field(nextColumn, field, type, length));
    SchemaRules.check(wider, tags);
    nextColumn++;
    columns = wider;
    columnVersion++;
  }

  public void addTag(String field, DataType type, int length) {
    requireFree(field);
    List<Field> wider = with(tags, new Field(nextTag, field, type, length));
    SchemaRules.check(columns, wider);
    nextTag++;
    tags = wider;
  }

  private void requireFree(String field) {
    if (columns.size() + tags.size() >= Limits.COLUMNS_AND_TAGS) {
      throw Errors.addedTooManyColumns();
    }
    if (column(field).isPresent()) {
      throw Errors.columnExists();
    }
    if (tag(field).isPresent()) {
      throw Errors.tagExists();
    }
  }

  public void modifyColumn(String field, DataType type, int length) {
    if (tag(field).isPresent()) {
      throw Errors.columnNotExist();
    }
    Field old = column(field).orElseThrow(() -> Errors.invalidColumn(field));
    columns = replaced(columns, SchemaRules.widened(old, type, length));
    columnVersion++;
  }

  public void modifyTag(String field, DataType type, int length) {
    if (column(field).isPresent()) {
      throw Errors.tagNotExist();
    }
    Field old = tag(field).orElseThrow(() -> Errors.invalidTagName(field));
    tags = replaced(tags, SchemaRules.widened(old, type, length));
  }

  public void dropColumn(String field) {
    Field old = column(field).orElseThrow(() -> Errors.invalidColumn(field));
    if (old.equals(time())) {
      throw Errors.alterOptions();
    }
    if (columns.size() == 2) {
      throw Errors.dropColumn();
    }
    columns = columns.stream().filter(column -> !column.equals(old)).toList();
    columnVersion++;
    subtables.values().forEach(subtable -> subtable.dropColumn(old.id()));
  }

  public void dropTag(String field) {
    Field old = tag(field).orElseThrow(() -> Errors.invalidTagName(field));
    if (tags.size() == 1) {
      throw Errors.dropColumn();
    }
    tags = tags.stream().filter(tag -> !tag.equals(old)).toList();
  }

  private List<Field> replaced(List<Field> fields, Field changed) {
    List<Field> result =
        fields.stream()
            .map(field -> field.name().equals(changed.name()) ? changed : field)
            .toList();
    SchemaRules.check(fields == columns ? result : columns, fields == tags ? result : tags);
    return result;
  }

  private static List<Field> with(List<Field> fields, Field added) {
    return Stream.concat(fields.stream(), Stream.of(added)).toList();
  }
}
