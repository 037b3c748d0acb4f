package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class PackedBlockTest {
  private static final SeriesKey SERIES = new SeriesKey("m", Tags.of("a", "b"));

  @Test
  void theMessageIsAsDocumented() {
    SeriesBlock block = new SeriesBlock.Builder(SERIES).row(1).set("f", 1.5).set("i", 7L).build();
    assertThat(HexFormat.of().formatHex(PackedBlock.pack(block).toMessage()))
        .isEqualTo(
            "86"
                + "a176"
                + "01"
                + "a46e616d65"
                + "a16d"
                + "a474616773"
                + "81a161a162"
                + "a7636f6c756d6e73"
                + "92a166a169"
                + "a57479706573"
                + "92a5666c6f6174a7696e7465676572"
                + "a676616c756573"
                + "91"
                + "9301cb3ff800000000000007");
  }

  @Test
  void passesOnRowsOfAnotherProgramAndSplitsThemByRowsAndBytes() throws Exception {
    MessageBufferPacker rows = MessagePack.newDefaultBufferPacker();
    rows.packString("before");
    int begin = (int) rows.getTotalWrittenBytes();
    for (int i = 0; i < 10; i++) {
      rows.packArrayHeader(2).packLong(i).packString("v" + i);
    }
    int end = (int) rows.getTotalWrittenBytes();
    rows.packString("after");
    PackedBlock block =
        new PackedBlock(
            SERIES,
            List.of(new Column("s", FieldType.STRING)),
            10,
            rows.toByteArray(),
            begin,
            end - begin);

    assertThat(block.split(4, 1 << 20)).extracting(PackedBlock::rows).containsExactly(4, 4, 2);
    assertThat(block.split(100, 11)).extracting(PackedBlock::rows).containsOnly(2);
    assertThat(block.split(100, 1)).hasSize(10);
    assertThat(
            Rows.of(
                block.split(3, 1 << 20).stream()
                    .map(part -> PackedBlock.fromMessage(part.toMessage()).unpack())
                    .toList()))
        .isEqualTo(Rows.of(block.unpack()))
        .hasSize(10)
        .startsWith("m,a=b 0 {s:string=v0}");
  }

  @Test
  void everyCutOfAMessageIsAnError() {
    SeriesBlock block = new RandomPoints(7, false).block();
    byte[] message = PackedBlock.pack(block).toMessage();
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> PackedBlock.fromMessage(cut).unpack())
          .as("cut at %d of %d", length, message.length)
          .isInstanceOf(PointFormatException.class);
    }
    assertThatThrownBy(
            () -> PackedBlock.fromMessage(Arrays.copyOf(message, message.length + 1)).unpack())
        .isInstanceOf(PointFormatException.class)
        .hasMessageContaining("bytes are left");
  }

  @Test
  void aValueOfAnotherTypeNamesRowAndField() {
    SeriesBlock block = new SeriesBlock.Builder(SERIES).row(1).set("f", 1L).build();
    PackedBlock packed = PackedBlock.pack(block);
    byte[] message = packed.toMessage();
    byte[] other =
        new String(message, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("\u00a7integer", "\u00a5float")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PackedBlock.fromMessage(other).unpack())
        .isInstanceOf(PointFormatException.class)
        .hasMessageContaining("m,a=b, row 0, field 'f'");
  }

  private interface Value {
    void pack(MessageBufferPacker packer) throws java.io.IOException;
  }

  private static ColumnValues unpacked(FieldType type, Value value) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(2).packLong(-1);
      value.pack(packer);
      byte[] row = packer.toByteArray();
      List<Column> columns = List.of(new Column("f", type));
      return new PackedBlock(SERIES, columns, 1, row, 0, row.length).unpack().columns().get(0);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyFormOfANumberIsTakenAndWhatDoesNotFitIsRefused() {
    for (int bits = 0; bits < 63; bits++) {
      for (long number :
          new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), -(1L << bits) - 1}) {
        assertThat(unpacked(FieldType.INTEGER, packer -> packer.packLong(number)).getLong(0))
            .isEqualTo(number);
        if (number >= 0) {
          assertThat(unpacked(FieldType.UNSIGNED, packer -> packer.packLong(number)).getLong(0))
              .isEqualTo(number);
        } else {
          assertThatThrownBy(() -> unpacked(FieldType.UNSIGNED, packer -> packer.packLong(number)))
              .isInstanceOf(PointFormatException.class)
              .hasMessageContaining("negative");
        }
      }
    }
    java.math.BigInteger largest =
        java.math.BigInteger.ONE.shiftLeft(64).subtract(java.math.BigInteger.ONE);
    assertThat(unpacked(FieldType.UNSIGNED, packer -> packer.packBigInteger(largest)).getLong(0))
        .isEqualTo(-1);
    assertThatThrownBy(() -> unpacked(FieldType.INTEGER, packer -> packer.packBigInteger(largest)))
        .isInstanceOf(PointFormatException.class)
        .hasMessageContaining("18446744073709551615");
    assertThat(unpacked(FieldType.FLOAT, packer -> packer.packFloat(1.5f)).getDouble(0))
        .isEqualTo(1.5);
    assertThat(unpacked(FieldType.FLOAT, packer -> packer.packNil()).isNull(0)).isTrue();
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] message =
        PackedBlock.pack(new SeriesBlock.Builder(SERIES).row(1).set("f", 1L).build()).toMessage();
    message[3] = 2;
    assertThatThrownBy(() -> PackedBlock.fromMessage(message)).hasMessageContaining("version 2");
  }
}
