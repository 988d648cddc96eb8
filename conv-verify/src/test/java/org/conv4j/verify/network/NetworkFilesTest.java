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
    JsonNode json = new ObjectMapper().readTree(NetworkFiles.json(results(2e-12, 2e-6)));
    assertEquals(List.of("network", "batch", "jar", "threads", "results"), names(json));
    assertEquals("lenet", json.get("network").asText());
    assertEquals("plain", json.get("jar").asText());
    JsonNode layer = json.get("results").get(1);
    assertEquals(
        List.of(
            "door",
            "fitMillis",
            "outputMillis",
            "maxParameterDifference",
            "float32Error",
            "layersTaken"),
        names(layer));
    assertEquals("layer", layer.get("door").asText());
    assertEquals(25, layer.get("fitMillis").asDouble());
    assertEquals(2, layer.get("layersTaken").asInt());
  }

  @Test
  void json_has_a_row_of_its_own_for_each_door() throws IOException {
    List<NetworkResults.Result> doors = new ArrayList<>();
    for (Door door : Door.values()) {
      int n = door.ordinal();
      doors.add(new NetworkResults.Result(door, 10 + n, 20 + n, n * 1e-12, n * 1e-7, n, 3));
    }
    JsonNode rows =
        new ObjectMapper()
            .readTree(NetworkFiles.json(new NetworkResults(KnownNetwork.SAMEDIFF, 64, 2, 5, doors)))
            .get("results");
    assertEquals(List.of("stock", "layer", "op", "agent"), rows.findValuesAsText("door"));
    for (int n = 0; n < rows.size(); n++) {
      assertEquals(10 + n, rows.get(n).get("fitMillis").asDouble());
      assertEquals(20 + n, rows.get(n).get("outputMillis").asDouble());
      assertEquals(n * 1e-12, rows.get(n).get("maxParameterDifference").asDouble());
      assertEquals(n * 1e-7, rows.get(n).get("float32Error").asDouble());
      assertEquals(n, rows.get(n).get("layersTaken").asInt());
    }
  }

  @Test
  void markdown_says_how_many_times_faster() {
    String page =
        NetworkFiles.markdown(
            results(2e-12, 2e-6), new ReportRecord.Host("Linux", "a processor", 2, "17"));
    assertTrue(page.startsWith("# LeNet of DL4J's model zoo, 28 x 28, batch 64\n"), page);
    assertTrue(page.contains("|     10.00 (5.00 x) |     25.00 (4.00 x) |     2 of   2 |"), page);
  }

  @Test
  void another_network_is_told_from_rounding_in_float64() {
    assertEquals(List.of(), results(2e-12, 2e-6).alarms());
    assertEquals(
        List.of(
            "Behind door 'layer' the network learns something else: in float64 its parameters"
                + " differ from stock's by 2.0e-06 of the largest, rounding makes at most 1.0e-09."),
        results(2e-6, 2e-6).alarms());
    assertEquals(1, results(Double.NaN, 2e-6).alarms().size());
  }

  @Test
  void in_float32_a_network_may_be_as_far_off_as_stock_is() {
    assertEquals(List.of(), results(0, 9e-5).alarms());
    assertEquals(1, results(0, 2e-4).alarms().size());
    assertEquals(1, results(0, Double.NaN).alarms().size());
    assertEquals(List.of(), results(0, 0.19, 0.05).alarms());
    assertEquals(
        List.of(
            "Behind door 'layer' the network learns something else: in float32 its parameters"
                + " differ from stock's in float64 by 0.21 of the largest, rounding makes at most"
                + " 0.20."),
        results(0, 0.21, 0.05).alarms());
  }

  @Test
  void markdown_repeats_the_alarm() {
    String page =
        NetworkFiles.markdown(
            results(1, 0), new ReportRecord.Host("Linux", "a processor", 2, "17"));
    assertTrue(page.contains("\nBehind door 'layer' the network learns something else"), page);
  }

  private static NetworkResults results(double difference, double error) {
    return results(difference, error, 1e-6);
  }

  private static NetworkResults results(double difference, double error, double errorOfStock) {
    return new NetworkResults(
        KnownNetwork.LENET,
        64,
        2,
        5,
        List.of(
            new NetworkResults.Result(Door.STOCK, 100, 50, 0, errorOfStock, 0, 2),
            new NetworkResults.Result(Door.LAYER, 25, 10, difference, error, 2, 2)));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
