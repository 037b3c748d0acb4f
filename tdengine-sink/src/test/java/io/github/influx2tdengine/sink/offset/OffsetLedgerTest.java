package io.github.influx2tdengine.sink.offset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
  private final OffsetLedger<String> ledger = new OffsetLedger<>();

  @Test
  void theFirstOpenRecordHoldsTheOffset() {
    OffsetLedger.Entry first = ledger.arrived("p", 10);
    OffsetLedger.Entry second = ledger.arrived("p", 12);
    second.finish();
    assertThat(ledger.committable()).containsEntry("p", 10L);
    first.finish();
    assertThat(ledger.committable()).containsEntry("p", 13L);
    assertThat(ledger.settled()).isTrue();
  }

  @Test
  void aRecordIsOpenUntilAllThatWasBegunIsFinished() {
    OffsetLedger.Entry record = ledger.arrived("p", 5);
    record.begin();
    record.begin();
    record.finish();
    record.finish();
    assertThat(ledger.committable()).containsEntry("p", 5L);
    record.finish();
    assertThat(ledger.committable()).containsEntry("p", 6L);
  }

  @Test
  void partitionsDoNotHoldEachOther() {
    ledger.arrived("a", 1);
    ledger.arrived("b", 7).finish();
    assertThat(ledger.committable()).containsEntry("a", 1L).containsEntry("b", 8L);
  }

  @Test
  void aPartitionTakenAwayIsForgotten() {
    OffsetLedger.Entry record = ledger.arrived("p", 1);
    ledger.drop("p");
    assertThat(ledger.committable()).isEmpty();
    assertThat(record.dropped()).isTrue();
  }
}
