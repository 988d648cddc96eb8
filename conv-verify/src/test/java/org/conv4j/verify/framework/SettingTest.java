package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SettingTest {

  @Test
  void is_what_follows_the_name() {
    assertEquals(Setting.DEFAULT, Setting.of("conv-nd4j"));
    assertEquals(new Setting(Optional.of("direct"), true), Setting.of("conv-nd4j:direct"));
    assertEquals(new Setting(Optional.empty(), false), Setting.of("conv-nd4j:no-vector"));
    assertEquals(
        new Setting(Optional.of("transforms"), false),
        Setting.of("conv-nd4j-onednn:no-vector:transforms"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv-nd4j:", "conv-nd4j:direct:winograd2", "conv-nd4j::no-vector"})
  void refuses_what_means_nothing(String id) {
    assertThrows(IllegalArgumentException.class, () -> Setting.of(id));
  }

  @Test
  void is_for_frameworks_that_have_algorithms() {
    assertThrows(IllegalArgumentException.class, () -> Frameworks.check("nd4j:no-vector"));
    Frameworks.check("conv-nd4j:no-vector");
  }
}
