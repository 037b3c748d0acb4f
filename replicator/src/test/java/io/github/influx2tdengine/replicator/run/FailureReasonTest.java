package io.github.influx2tdengine.replicator.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureReasonTest {
  @Test
  void connectsOwnWrappingIsPassedOver() {
    FailureReason reason =
        FailureReason.of(
            """
            org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
            \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)
            Caused by: org.apache.kafka.connect.errors.ConnectException: TDengine at h:6041 refuses user 'root'
            \tat io.github.influx2tdengine.sink.TdengineSinkTask.put(TdengineSinkTask.java:80)
            Caused by: java.sql.SQLException: 0x0357
            """);
    assertThat(reason)
        .isEqualTo(new FailureReason("TDengine at h:6041 refuses user 'root'", false));
  }

  @Test
  void aWrongSettingBelowMakesItPermanent() {
    FailureReason reason =
        FailureReason.of(
            """
            org.apache.kafka.connect.errors.ConnectException: database 'd' has precision ms
            Caused by: io.github.influx2tdengine.sink.error.ConfigurationException: database: has precision ms
            """);
    assertThat(reason.permanent()).isTrue();
  }

  @Test
  void aTraceWithoutAMessageGivesItsFirstLine() {
    assertThat(FailureReason.of("java.lang.NullPointerException\n\tat a.B.c(B.java:1)").text())
        .isEqualTo("java.lang.NullPointerException");
  }
}
