package io.github.influx2tdengine.sink.refuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.sink.offset.OffsetLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final List<SinkRecord> letters = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final OffsetLedger<TopicPartition> ledger = new OffsetLedger<>();
  private final DeadLetters deadLetters =
      new DeadLetters(
          Optional.of(
              (record, error) -> {
                letters.add(record);
                errors.add(error);
                return CompletableFuture.completedFuture(null);
              }),
          LinePrecision.NS);

  private static String header(SinkRecord letter, String name) {
    return (String) letter.headers().lastWithName(name).value();
  }

  /** A transform such as RegexRouter renames the topic; the record is found by its own. */
  @Test
  void aRefusedRecordIsNamedAsKafkaHasIt() {
    TopicPartition partition = new TopicPartition("influx.plant7", 3);
    SinkRecord came =
        new SinkRecord("influx.plant7", 3, null, null, Schema.STRING_SCHEMA, "nonsense", 42);
    SinkRecord renamed =
        came.newRecord("renamed", 0, null, null, Schema.STRING_SCHEMA, "nonsense", null);
    OffsetLedger.Entry entry = ledger.arrived(partition, 42);
    deadLetters.report(new RecordOrigin(renamed, partition, 42, entry), renamed, "no point");
    assertThat(letters).hasSize(1);
    SinkRecord letter = letters.get(0);
    assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("influx.plant7");
    assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("3");
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("42");
    assertThat(letter.topic()).isEqualTo("influx.plant7");
    assertThat(letter.kafkaPartition()).isEqualTo(3);
    assertThat(letter.kafkaOffset()).isEqualTo(42);
    assertThat(errors.get(0)).hasMessageContaining("topic 'influx.plant7' partition 3 offset 42");
  }
}
