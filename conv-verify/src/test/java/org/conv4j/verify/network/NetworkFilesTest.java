package org.conv4j.verify.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NetworkFilesTest {

  @Test
  void json_has_the_fields_of_the_contract() throws IOException {
    JsonNode json = new ObjectMapper().readTree(NetworkFiles.json(results(2e-6)));
    assertEquals(List.of("network", "batch", "jar", "threads", "results"), names(json));
    assertEquals("lenet", json.get("network").asText());
    assertEquals("plain", json.get("jar").asText());
    JsonNode layer = json.get("results").get(1);
    assertEquals(
        List.of("door", "fitMillis", "outputMillis", "maxParameterDifference", "layersTaken"),
        names(layer));
    assertEquals("layer", layer.get("door").asText());
    assertEquals(25, layer.get("fitMillis").asDouble());
    assertEquals(2, layer.get("layersTaken").asInt());
  }

  @Test
  void markdown_says_how_many_times_faster() {
    String page =
        NetworkFiles.markdown(
            results(2e-6), new ReportRecord.Host("Linux", "a processor", 2, "17"));
    assertTrue(page.startsWith("# LeNet of DL4J's model zoo, 28 x 28, batch 64\n"), page);
    assertTrue(page.contains("|     10.00 (5.00 x) |     25.00 (4.00 x) |     2 of   2 |"), page);
  }

  @Test
  void another_network_is_told_from_rounding() {
    assertEquals(List.of(), results(2e-6).different());
    assertEquals(List.of(Door.LAYER), results(2e-4).different());
    assertEquals(List.of(Door.LAYER), results(Double.NaN).different());
  }

  private static NetworkResults results(double difference) {
    return new NetworkResults(
        KnownNetwork.LENET,
        64,
        2,
        5,
        List.of(
            new NetworkResults.Result(Door.STOCK, 100, 50, 0, 0, 2),
            new NetworkResults.Result(Door.LAYER, 25, 10, difference, 2, 2)));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
