package org.conv4j.verify.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.run.Progress;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("exhaustive")
class NetworkBenchTest {

  @Test
  void the_layer_door_takes_the_layers_of_lenet_and_changes_no_parameter_much() {
    NetworkResults results = run(KnownNetwork.LENET);
    assertEquals(List.of(Door.values()), results.doors().stream().map(r -> r.door()).toList());
    assertEquals(List.of(0, 2, 0, 2), taken(results));
    assertEquals(List.of(), results.alarms());
    assertEachIsTimedAndCompared(results);
    assertEquals(
        results.stock().float32Error(),
        results.doors().get(2).float32Error(),
        "DL4J's layers are no ops that the op door could take");
  }

  @Test
  void the_op_door_takes_the_convolutions_of_a_samediff_graph() {
    NetworkResults results = run(KnownNetwork.SAMEDIFF);
    assertEquals(List.of(0, 0, 3, 3), taken(results));
    assertEquals(List.of(), results.alarms());
    assertEachIsTimedAndCompared(results);
  }

  /** No two doors share a time: each has its own. */
  private static void assertEachIsTimedAndCompared(NetworkResults results) {
    List<NetworkResults.Result> doors = results.doors();
    assertEquals(4, doors.stream().map(NetworkResults.Result::fitMillis).distinct().count());
    assertEquals(4, doors.stream().map(NetworkResults.Result::outputMillis).distinct().count());
    assertEquals(0, results.stock().maxParameterDifference());
    for (NetworkResults.Result each : doors) {
      assertTrue(each.fitMillis() > 0 && each.outputMillis() > 0, each::toString);
      boolean computed = each.layersTaken() > 0;
      assertEquals(computed, each.maxParameterDifference() > 0, each::toString);
      assertTrue(each.float32Error() > 0, each::toString);
    }
  }

  private static List<Integer> taken(NetworkResults results) {
    return results.doors().stream().map(NetworkResults.Result::layersTaken).toList();
  }

  private static NetworkResults run(KnownNetwork network) {
    return new NetworkBench(network, 2, FrameworkOptions.defaults().withThreads(1))
        .run(Duration.ofSeconds(1), (task, unit, total) -> new Silent());
  }

  private static final class Silent implements Progress {
    @Override
    public void step() {}

    @Override
    public void close() {}
  }
}
