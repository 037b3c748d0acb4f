package io.github.influx2tdengine.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameListTest {
  @Test
  void namesAreSeparatedByCommasAndTrimmed() {
    assertThat(NameList.parse(" cpu, disk io ,,mem ")).containsExactly("cpu", "disk io", "mem");
    assertThat(NameList.parse("")).isEmpty();
  }

  @Test
  void anyNameComesBack() {
    List<String> names = List.of("a,b", "a\\b", " lead", "trail ", "\\", ",", "日本", "a\\,b", " ");
    assertThat(NameList.parse(NameList.format(names))).isEqualTo(names);
  }
}
