package io.github.influx2tdengine.source.read;

import java.io.IOException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** Single MessagePack values as Java objects. */
final class Scalars {
  private Scalars() {}

  /** Long, BigInteger, Double, Boolean, String or null. */
  static Object read(byte[] bytes, int offset, int length) throws IOException {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes, offset, length)) {
      Value value = unpacker.unpackValue();
      return switch (value.getValueType()) {
        case NIL -> null;
        case BOOLEAN -> value.asBooleanValue().getBoolean();
        case INTEGER ->
            value.asIntegerValue().isInLongRange()
                ? value.asIntegerValue().toLong()
                : value.asIntegerValue().toBigInteger();
        case FLOAT -> value.asFloatValue().toDouble();
        case STRING -> value.asStringValue().asString();
        default ->
            throw new IOException("the answer has a " + value.getValueType() + " as a value");
      };
    }
  }
}
