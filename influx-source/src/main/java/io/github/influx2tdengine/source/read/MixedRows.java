package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.PackedBlock;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows in which fields stand once for each of their types. A first look over all rows of a window
 * finds out what type each field's numbers have; a second makes blocks with one column for each
 * field and type, of which a row has at most one.
 */
final class MixedRows {
  private static final int NIL = 0xc0;

  private final Projection projection;
  private final Evidence[] evidence;
  private final int[] places;

  /** What the rows seen so far tell about the types of a field's values. */
  private static final class Evidence {
    /** Types of values that can have no other. */
    final Set<FieldType> certain = EnumSet.noneOf(FieldType.class);

    /** For numbers that can have several types, those. */
    final Set<Set<FieldType>> doubtful = new HashSet<>();

    /** What {@code f::field} came as, which is the same for all rows of a query. */
    Optional<FieldType> strongest = Optional.empty();

    FieldType choose(Set<FieldType> possible) {
      FieldType likely = NumberTypes.inOneShard(certain, strongest.orElseThrow());
      return possible.contains(likely) ? likely : possible.iterator().next();
    }

    boolean undecided() {
      return !doubtful.isEmpty();
    }

    Set<FieldType> types() {
      Set<FieldType> types = EnumSet.copyOf(certain);
      doubtful.forEach(possible -> types.add(choose(possible)));
      return types;
    }
  }

  MixedRows(Projection projection) {
    this.projection = projection;
    this.evidence = new Evidence[projection.fields().size()];
    for (int i = 0; i < evidence.length; i++) {
      evidence[i] = new Evidence();
    }
    this.places = new int[projection.width() + 1];
  }

  /** Takes a block's rows into account. */
  void look(RowBlock block) {
    int at = block.offset();
    for (int row = 0; row < block.rows(); row++) {
      at = locate(block.buffer(), at);
      for (int i = 0; i < evidence.length; i++) {
        look(block.buffer(), projection.fields().get(i), evidence[i]);
      }
    }
  }

  private void look(byte[] bytes, Projection.Field field, Evidence seen) {
    for (FieldType type : field.types()) {
      if (!field.numbers().contains(type) && !Packed.isNil(bytes, place(field, type))) {
        seen.certain.add(type);
      }
    }
    if (isNumber(bytes, field)) {
      if (seen.strongest.isEmpty()) {
        seen.strongest = Optional.of(NumberTypes.ofFieldValue(bytes, places[field.field()], field));
      }
      Set<FieldType> possible = possible(bytes, field, seen);
      if (possible.size() == 1) {
        seen.certain.addAll(possible);
      } else {
        seen.doubtful.add(possible);
      }
    }
  }

  /**
   * Whether the type of some number remains open, so that the window must be read in smaller parts:
   * within one shard the rest of the field's numbers tells.
   */
  boolean undecided() {
    return Arrays.stream(evidence).anyMatch(Evidence::undecided);
  }

  /** The rows as a block with a column for each field and type that the rows seen so far have. */
  PackedBlock pack(RowBlock block) {
    List<List<FieldType>> types = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < evidence.length; i++) {
      types.add(List.copyOf(evidence[i].types()));
      for (FieldType type : types.get(i)) {
        columns.add(new Column(projection.fields().get(i).name(), type));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(block.length());
    int at = block.offset();
    for (int row = 0; row < block.rows(); row++) {
      at = locate(block.buffer(), at);
      header(out, columns.size() + 1);
      copy(out, block.buffer(), places[0]);
      for (int i = 0; i < evidence.length; i++) {
        Projection.Field field = projection.fields().get(i);
        Optional<FieldType> type = typeOf(block.buffer(), field, evidence[i]);
        for (FieldType column : types.get(i)) {
          if (type.isPresent() && type.get() == column) {
            copy(out, block.buffer(), place(field, column));
          } else {
            out.write(NIL);
          }
        }
      }
    }
    byte[] packed = out.toByteArray();
    return new PackedBlock(block.series(), columns, block.rows(), packed, 0, packed.length);
  }

  private Optional<FieldType> typeOf(byte[] bytes, Projection.Field field, Evidence seen) {
    if (isNumber(bytes, field)) {
      Set<FieldType> possible = possible(bytes, field, seen);
      return Optional.of(possible.size() == 1 ? possible.iterator().next() : seen.choose(possible));
    }
    for (FieldType type : field.types()) {
      if (!field.numbers().contains(type) && !Packed.isNil(bytes, place(field, type))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether the row has a number of a field whose numbers have several types. */
  private boolean isNumber(byte[] bytes, Projection.Field field) {
    return field.field() >= 0 && !Packed.isNil(bytes, places[field.floating()]);
  }

  private Set<FieldType> possible(byte[] bytes, Projection.Field field, Evidence seen) {
    Set<FieldType> numbers = NumberTypes.under(field.numbers(), seen.strongest.orElseThrow());
    Set<FieldType> possible =
        NumberTypes.possible(
            numbers,
            Packed.floating(bytes, places[field.floating()]),
            number(bytes, field, FieldType.INTEGER),
            number(bytes, field, FieldType.UNSIGNED));
    return possible.isEmpty() ? numbers : possible;
  }

  private long number(byte[] bytes, Projection.Field field, FieldType type) {
    return field.numbers().contains(type) ? Packed.integer(bytes, place(field, type)) : 0;
  }

  private int place(Projection.Field field, FieldType type) {
    return places[field.places().get(type)];
  }

  /** Finds where each value of the row at {@code at} stands; returns where the next row begins. */
  private int locate(byte[] bytes, int at) {
    int next = at + Packed.rowHeaderSize(bytes, at);
    for (int i = 0; i < places.length; i++) {
      places[i] = next;
      next += Packed.size(bytes, next);
    }
    return next;
  }

  private static void copy(ByteArrayOutputStream out, byte[] bytes, int at) {
    out.write(bytes, at, Packed.size(bytes, at));
  }

  private static void header(ByteArrayOutputStream out, int values) {
    if (values < 16) {
      out.write(0x90 | values);
    } else if (values < 1 << 16) {
      out.write(0xdc);
      out.write(values >> 8);
      out.write(values);
    } else {
      throw new IllegalArgumentException("a row has " + values + " values");
    }
  }
}
