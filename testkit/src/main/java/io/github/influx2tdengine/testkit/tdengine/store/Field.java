package io.github.influx2tdengine.testkit.tdengine.store;

/**
 * A column or tag of a table.
 *
 * @param id its slot in the rows of every subtable; never given again after a DROP
 * @param name as stored, case and all
 * @param length characters for NCHAR, bytes for VARCHAR and VARBINARY, 0 for the others
 */
public record Field(int id, String name, DataType type, int length) {

  /** Bytes that this field takes of the declared row or tag width. */
  public int declaredBytes() {
    return switch (type) {
      case NCHAR -> 4 * length + 2;
      case VARCHAR, VARBINARY -> length + 2;
      default -> type.width();
    };
  }

  /** The length that DESCRIBE shows. */
  public int shownLength() {
    return type.sized() ? length : type.width();
  }

  /** The type as SQL writes it. */
  public String sqlType() {
    return type.sized() ? type.label() + "(" + length + ")" : type.label();
  }

  public Field withLength(int newLength) {
    return new Field(id, name, type, newLength);
  }
}
