package io.github.influx2tdengine.sink.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {
  private String edition = "TDengine TSDB-Enterprise";
  private String flag = "0";
  private final List<List<String>> privileges = new ArrayList<>();
  private boolean tells = true;

  private final Sql sql =
      new Sql() {
        @Override
        public List<List<String>> query(String query) throws SQLException {
          if (!tells) {
            throw new SQLException("Table does not exist");
          }
          if (query.contains("ins_grants")) {
            return List.of(List.of(edition));
          }
          assertThat(query).endsWith(" = 'plc'");
          return query.contains("ins_users") ? List.of(List.of(flag)) : privileges;
        }

        @Override
        public void execute(String statement) {
          throw new AssertionError("nothing is changed");
        }
      };

  private final Rights rights = new Rights(sql, "plc");

  @Test
  void whoMayNotWriteIsToldWhatToRun() {
    privileges.add(List.of("read", "plant7"));
    privileges.add(List.of("write", "other"));
    assertThat(rights.missingToWrite("plant7"))
        .contains(
            "user 'plc' may not write to database 'plant7'; run: GRANT ALL ON `plant7`.* TO plc");
    privileges.add(List.of("write", "plant7"));
    assertThat(rights.missingToWrite("plant7")).isEmpty();
  }

  @Test
  void whoMayDoAllMayWrite() {
    privileges.add(List.of("all", "all"));
    assertThat(rights.missingToWrite("plant7")).isEmpty();
  }

  @Test
  void whoMayNotCreateADatabaseIsTold() {
    assertThat(rights.missingToCreate("plant7").orElseThrow()).contains("may not create");
    flag = "1";
    assertThat(rights.missingToCreate("plant7")).isEmpty();
    assertThat(rights.missingToWrite("plant7")).as("a superuser").isEmpty();
  }

  @Test
  void theOpenEditionAsksForNoRights() {
    edition = "TDengine TSDB-OSS";
    assertThat(rights.missingToWrite("plant7")).isEmpty();
    assertThat(rights.missingToCreate("plant7")).isEmpty();
  }

  @Test
  void whatAServerDoesNotTellIsNotHeldAgainstIt() {
    tells = false;
    assertThat(rights.missingToWrite("plant7")).isEmpty();
    assertThat(rights.missingToCreate("plant7")).isEmpty();
  }
}
