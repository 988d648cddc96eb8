package org.conv4j.nd4j.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.settings.SystemSettings.VectorsFrom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the system properties of conv4j")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SystemSettingsTest {

  private Properties before;

  @BeforeEach
  void remember() {
    before = (Properties) System.getProperties().clone();
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("conv4j."));
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void have_defaults() {
    SystemSettings settings = SystemSettings.current();
    assertEquals(
        new SystemSettings(
            Runtime.getRuntime().availableProcessors(),
            8 << 20,
            false,
            Optional.empty(),
            true,
            VectorsFrom.COMPILED,
            512),
        settings);
    assertTrue(SystemSettings.on("ops"));
  }

  @Test
  void are_what_they_say() {
    System.setProperty("conv4j.threads", "3");
    System.setProperty("conv4j.workspace", "65536");
    System.setProperty("conv4j.transforms", "Allow");
    System.setProperty("conv4j.search", "found.txt");
    System.setProperty("conv4j.vector", "off");
    System.setProperty("conv4j.vector.from", "never");
    System.setProperty("conv4j.vector.bits", "256");
    System.setProperty("conv4j.ops", "False");
    assertEquals(
        new SystemSettings(
            3, 65536, true, Optional.of(Path.of("found.txt")), false, VectorsFrom.NEVER, 256),
        SystemSettings.current());
    assertFalse(SystemSettings.on("ops"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threads     | 0      | a whole number, 1 or more",
        "threads     | two    | a whole number, 1 or more",
        "threads     | 99999999999 | a whole number, 1 or more",
        "workspace   | 8m     | a whole number of bytes, 65536 or more",
        "workspace   | 65535  | a whole number of bytes, 65536 or more",
        "transforms  | yes    | allow or refuse",
        "search      | ''     | the path of a file",
        "vector      | none   | on or off",
        "vector.from | later  | compiled or first or never",
        "vector.bits | 1024   | 128 or 256 or 512"
      })
  void are_refused_by_name_where_they_cannot_be_so(String name, String value, String rule) {
    System.setProperty("conv4j." + name, value);
    String message = "-Dconv4j." + name + "=" + value + ": it must be " + rule;
    ConvProblem problem = ConvProblem.parse("n1_c1h3w3_k1r3s3");
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, SystemSettings::current).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Nd4jConvolution.builder(problem))
            .getMessage());
  }

  @Test
  void that_switch_something_are_true_or_false() {
    System.setProperty("conv4j.layers", "no");
    assertEquals(
        "-Dconv4j.layers=no: it must be true or false",
        assertThrows(IllegalArgumentException.class, () -> SystemSettings.on("layers"))
            .getMessage());
  }
}
