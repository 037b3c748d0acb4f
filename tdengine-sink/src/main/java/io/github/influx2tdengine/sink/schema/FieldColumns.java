package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.sink.name.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that one field has, or would get, in one table: the one of its own name, which
 * belongs to the type the table has it for, and one {@code <field>_<type>} for each other type.
 * Decided from the table and the names alone, so that every task answers alike.
 */
public final class FieldColumns {
  private final TableModel model;
  private final String field;
  private final String plainName;

  private FieldColumns(TableModel model, String field) {
    this.model = model;
    this.field = field;
    this.plainName = plainName(model, field);
  }

  public static FieldColumns of(TableModel model, String field) {
    return new FieldColumns(model, field);
  }

  /**
   * The field's name; with {@code _} behind it where the table cannot have that: the time column's,
   * {@code tbname}, a tag's, or a name made for another field's type.
   */
  private static String plainName(TableModel model, String field) {
    String name = Names.column(field);
    while (reserved(model, name) || model.hasTag(name) || model.comment().made(name)) {
      name = Names.extended(name, "_");
    }
    return name;
  }

  static boolean reserved(TableModel model, String name) {
    return name.equals(model.timeColumn()) || name.toLowerCase(Locale.ROOT).equals("tbname");
  }

  public String plainName() {
    return plainName;
  }

  /** The column of the field's own name, where the table has it. */
  public Optional<TableColumn> plain() {
    return model.column(plainName);
  }

  /** The column made for a type that is not the plain column's, where the table has it. */
  public Optional<TableColumn> own(FieldType type) {
    return owns(type).stream().findFirst();
  }

  /**
   * All columns made for a type, the one to write to first. There are two where two tasks made one
   * each before either could see the other's.
   */
  public List<TableColumn> owns(FieldType type) {
    String made = madeName(type);
    List<TableColumn> owns = new ArrayList<>(1);
    if (model.comment().made(made)) {
      model.column(made).ifPresent(owns::add);
    }
    model.column(Names.hashed(made)).ifPresent(owns::add);
    return owns;
  }

  /**
   * The name that a new column for a type gets: {@code <field>_<type>}, or that with 8 hex digits
   * where it is or might become a real field's column.
   *
   * @param realNames names of the fields known to exist beside this one
   */
  public MadeName newOwnName(FieldType type, Set<String> realNames) {
    String made = madeName(type);
    boolean free = !model.hasColumn(made) && !model.hasTag(made) && !realNames.contains(made);
    return MadeName.of(model, made, free);
  }

  private String madeName(FieldType type) {
    return Names.extended(plainName, "_" + type.label());
  }

  /**
   * All columns the field has now. A value goes to one of them and NULL to the others, so that a
   * point written again has one value.
   */
  public List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(1);
    plain().ifPresent(all::add);
    for (FieldType type : FieldType.values()) {
      all.addAll(owns(type));
    }
    return all;
  }

  @Override
  public String toString() {
    return field + " in " + all();
  }
}
