package io.github.influx2tdengine.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Bytes that are no answer are an exception, and take neither the memory nor for ever. */
class AnswerReaderTest {
  private static byte[] document(int rows, boolean partial) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(1).packString("results").packArrayHeader(1);
      packer.packMapHeader(partial ? 3 : 2).packString("statement_id").packInt(0);
      packer.packString("series").packArrayHeader(1);
      packer.packMapHeader(4).packString("name").packString("cpu");
      packer.packString("tags").packMapHeader(1).packString("host").packString("a");
      packer.packString("columns").packArrayHeader(3);
      packer.packString("time").packString("usage").packString("text");
      packer.packString("values").packArrayHeader(rows);
      for (int i = 0; i < rows; i++) {
        packer.packArrayHeader(3).packLong(1_767_225_600_000_000_000L + i).packDouble(i / 3.0);
        packer.packString("a text of some length ".repeat(i % 5));
      }
      if (partial) {
        packer.packString("partial").packBoolean(true);
      }
      return packer.toByteArray();
    }
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static final class Count implements AnswerReader.Rows {
    private long rows;

    @Override
    public void series(String name, Map<String, String> tags, List<String> columns) {}

    @Override
    public void rows(byte[] buffer, int offset, int length, int count) {
      rows += count;
    }
  }

  private static long read(InputStream in) throws IOException {
    Count count = new Count();
    AnswerReader.read(in, count);
    return count.rows;
  }

  private static long read(byte[] answer) throws IOException {
    return read(new ByteArrayInputStream(answer));
  }

  @Test
  void documentsFollowEachOther() throws IOException {
    assertThat(read(concatenated(document(3_000, true), document(2_000, false)))).isEqualTo(5_000);
  }

  @Test
  void anAnswerThatEndsAnywhereElseIsNone() throws IOException {
    byte[] whole = concatenated(document(20, true), document(20, false));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
    }
  }

  @Test
  void noByteThatIsWrongMakesAnythingButAnIoException() throws IOException {
    byte[] whole = document(50, false);
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        read(changed);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void aLengthTakesNoMemoryBeforeItsBytesCome() throws IOException {
    List<byte[]> lengths =
        List.of(
            new byte[] {(byte) 0xdb, 0x03, 0, 0, 0},
            new byte[] {(byte) 0xdd, 0x03, 0, 0, 0},
            new byte[] {(byte) 0xdf, 0x03, 0, 0, 0},
            new byte[] {(byte) 0xc6, 0x03, 0, 0, 0},
            new byte[] {(byte) 0xdb, 0x7f, 0, 0, 0},
            new byte[] {(byte) 0xdd, (byte) 0xff, 0, 0, 0});
    byte[] begin = {(byte) 0x81, (byte) 0xa1, 'x'};
    for (byte[] length : lengths) {
      List<Integer> asked = new ArrayList<>();
      InputStream in =
          new ByteArrayInputStream(concatenated(begin, length)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int wanted) {
              asked.add(bytes.length);
              return super.read(bytes, offset, wanted);
            }
          };
      assertThatThrownBy(() -> read(in)).isInstanceOf(IOException.class);
      assertThat(asked).allMatch(size -> size <= 256 * 1024);
    }
  }
}
