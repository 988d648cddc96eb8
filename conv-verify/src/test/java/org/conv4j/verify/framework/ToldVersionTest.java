package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A framework's word on its version")
class ToldVersionTest {

  private static void hold(String told, String jar) {
    ToldVersion.refuseUnproven(
        new FrameworkInfo("some", "Some Framework", told, List.of(), 1, null, null),
        List.of(Path.of("lib", "slf4j-api-1.7.36.jar"), Path.of("lib", jar)));
  }

  @ParameterizedTest(name = "is believed: {0}, with {1}")
  @CsvSource({
    "2.7.1, engine-2.7.1.jar",
    "3.11.0, dnnl-3.11-1.5.13.jar",
    "1.0.0-M2.1, nd4j-api-1.0.0-M2.1.jar",
    "unknown, engine.jar"
  })
  void isBelieved(String told, String jar) {
    assertDoesNotThrow(() -> hold(told, jar));
  }

  @ParameterizedTest(name = "is refused: {0}, with {1}")
  @CsvSource({"2.7.2, engine-2.7.1.jar", "3.12.0, dnnl-3.11-1.5.13.jar", "2.0, engine-3.1.jar"})
  void isRefused(String told, String jar) {
    assertThrows(FrameworkUnavailableException.class, () -> hold(told, jar));
  }
}
