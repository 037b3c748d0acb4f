package io.github.influx2tdengine.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written in any format comes back to the bit, whatever the size of the records. */
class RecordRoundTripTest {
  /** {@code -Dblocks=10000} tries more. */
  private static final int BLOCKS = Integer.getInteger("blocks", 300);

  @ParameterizedTest
  @EnumSource
  void everyPointComesBackFromRecordsOfAnySize(RecordFormat format) {
    RecordReader reader = new RecordReader(LinePrecision.NS);
    for (int seed = 0; seed < BLOCKS; seed++) {
      SeriesBlock block = new RandomPoints(seed, format == RecordFormat.LINE).block();
      int maxPoints = 1 + seed % 7;
      int maxBytes = seed % 3 == 0 ? 200 : 1 << 20;
      List<RecordValue> records =
          new RecordEncoder(format, maxPoints, maxBytes).encode(PackedBlock.pack(block));

      List<SeriesBlock> read = new ArrayList<>();
      for (RecordValue record : records) {
        assertThat(record.points()).isBetween(1, maxPoints);
        Decoded decoded = reader.read(record.value());
        assertThat(decoded.bad()).as("seed %d", seed).isEmpty();
        read.addAll(decoded.blocks());
      }
      assertThat(Rows.of(read)).as("seed %d", seed).isEqualTo(Rows.of(block));
      assertThat(records.stream().mapToInt(RecordValue::points).sum()).isEqualTo(block.rows());
    }
  }
}
