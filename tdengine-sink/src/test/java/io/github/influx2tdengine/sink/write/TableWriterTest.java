package io.github.influx2tdengine.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.error.ErrorKind;
import io.github.influx2tdengine.sink.error.UnsettledException;
import io.github.influx2tdengine.sink.write.TableWriter.Unprepared;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TableWriterTest {
  @Test
  void whatIsNotTheConnectionsFaultIsNotTriedForEver() {
    assertThat(new Unprepared(new IllegalStateException("a mistake")).kind())
        .isEqualTo(ErrorKind.UNKNOWN);
    assertThat(new Unprepared(new UnsettledException("not as needed")).kind())
        .isEqualTo(ErrorKind.UNKNOWN);
    assertThat(new Unprepared(new SQLException("(0x3c4):refused")).kind())
        .isEqualTo(ErrorKind.UNKNOWN);
    assertThat(new Unprepared(new NullPointerException()).getMessage())
        .isEqualTo("java.lang.NullPointerException");
  }

  @Test
  void whatPassesIsTriedForAsLongAsItTakes() {
    assertThat(new Unprepared(new SQLException("(0x3d3):Conflict transaction")).kind())
        .isEqualTo(ErrorKind.TRANSIENT);
    assertThat(new Unprepared(new SQLException("the socket is gone")).kind())
        .isEqualTo(ErrorKind.TRANSIENT);
  }
}
