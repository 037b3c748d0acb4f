package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query asks for, and where each field's values stand in the rows that come back. {@code
 * *::field} serves where every field has one type. Where one has several, that would lose values:
 * each field is then asked for by name and type, and found by position, since InfluxDB renames
 * columns of one name ({@code f}, {@code f_1}) and with them real fields of such a name.
 */
final class Projection {
  private static final Set<FieldType> NUMBERS =
      EnumSet.of(FieldType.FLOAT, FieldType.INTEGER, FieldType.UNSIGNED);

  /**
   * A field's places in a row, counted with the time at 0.
   *
   * @param types the types the field has had
   * @param places for each type, where it stands
   * @param numbers the number types among them, when there are several
   * @param floating where the number stands as a float, -1 where that is not asked for
   * @param field where {@code f::field} stands, or what was computed from it; -1 where that is not
   *     asked for
   * @param computed whether it was: {@code f::field * 0 - 1}, which wraps for unsigned integers
   */
  record Field(
      String name,
      Set<FieldType> types,
      Map<FieldType, Integer> places,
      Set<FieldType> numbers,
      int floating,
      int field,
      boolean computed) {}

  private final FieldKeys keys;
  private final boolean named;
  private final boolean arithmetic;
  private final List<String> columns = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Column> single = new ArrayList<>();

  /**
   * @param keys the fields to read
   * @param all whether those are all the fields of the measurement
   * @param arithmetic whether the server may be asked to compute
   */
  Projection(FieldKeys keys, boolean all, boolean arithmetic) {
    this.keys = keys;
    this.arithmetic = arithmetic;
    this.named = keys.mixed() || !all;
    keys.types().forEach(this::field);
  }

  private void field(String name, Set<FieldType> types) {
    Map<FieldType, Integer> places = new java.util.EnumMap<>(FieldType.class);
    for (FieldType type : types) {
      places.put(type, column(name, type.label()));
      single.add(new Column(name, type));
    }
    Set<FieldType> numbers = EnumSet.copyOf(NUMBERS);
    numbers.retainAll(types);
    if (numbers.size() < 2) {
      fields.add(new Field(name, types, places, Set.of(), -1, -1, false));
      return;
    }
    int floating =
        types.contains(FieldType.FLOAT) ? places.get(FieldType.FLOAT) : column(name, "float");
    // Small integers of both kinds come in one form; minus one does not.
    boolean computed =
        arithmetic && numbers.contains(FieldType.INTEGER) && numbers.contains(FieldType.UNSIGNED);
    columns.add(InfluxQl.identifier(name) + "::field" + (computed ? " * 0 - 1" : ""));
    names.add("");
    fields.add(new Field(name, types, places, numbers, floating, columns.size(), computed));
  }

  /** Whether the server is asked to compute. */
  boolean computes() {
    return fields.stream().anyMatch(Field::computed);
  }

  private int column(String name, String type) {
    columns.add(InfluxQl.identifier(name) + "::" + type);
    names.add(columns.get(columns.size() - 1));
    return columns.size();
  }

  /** Whether rows must be taken apart, because a field has several types. */
  boolean mixed() {
    return keys.mixed();
  }

  List<Field> fields() {
    return fields;
  }

  /** The columns of a SELECT. */
  String text() {
    return named ? InfluxQl.list(columns) : "*::field";
  }

  /** Values in a row, the time not counted; for a projection by names only. */
  int width() {
    return columns.size();
  }

  /**
   * Names for a block's columns, without the time, that mean the same in every answer; empty for
   * one whose values do not.
   */
  List<String> names(RowBlock block) {
    return named ? names : block.columns().subList(1, block.columns().size());
  }

  /**
   * The columns of an answer, without the time, where no field has several types.
   *
   * @param answered the names of the answer's columns, the time first
   * @return empty when the answer has a field that is not known yet
   */
  Optional<List<Column>> columns(List<String> answered) {
    if (named) {
      return answered.size() == single.size() + 1 ? Optional.of(single) : Optional.empty();
    }
    List<Column> found = new ArrayList<>(answered.size());
    for (String name : answered.subList(1, answered.size())) {
      Set<FieldType> types = keys.types().get(name);
      if (types == null) {
        return Optional.empty();
      }
      found.add(new Column(name, types.iterator().next()));
    }
    return Optional.of(found);
  }
}
