package org.conv4j.nd4j.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("a thread's workspace")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WorkspaceTest {

  private static final long LIMIT = 1 << 20;

  private final Workspace workspace = Workspace.ofThread();

  @BeforeEach
  void is_empty() {
    try (Workspace.Frame frame = workspace.open(0)) {
      frame.floats(1);
    }
  }

  @Test
  void hands_out_the_same_memory_again_once_a_frame_is_closed() {
    float[] first;
    DenseArray elements;
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      first = frame.floats(100);
      elements = frame.elements(ElementType.FLOAT64, 50);
      assertNotSame(first, frame.floats(100));
    }
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      assertSame(first, frame.floats(60));
      assertSame(elements.array(), frame.elements(ElementType.FLOAT64, 50).array());
    }
  }

  @Test
  void keeps_what_an_outer_frame_holds_from_inner_ones() {
    try (Workspace.Frame outer = workspace.open(LIMIT)) {
      float[] held = outer.floats(10);
      try (Workspace.Frame inner = workspace.open(LIMIT)) {
        assertNotSame(held, inner.floats(10));
      }
      assertNotSame(held, outer.floats(10));
    }
  }

  @Test
  void gives_up_what_exceeds_the_limit() {
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      frame.floats(LIMIT);
      frame.doubles(10);
      frame.elements(ElementType.FLOAT32, LIMIT);
      assertTrue(workspace.heldBytes() >= 8 * LIMIT);
    }
    assertTrue(workspace.heldBytes() <= LIMIT);
  }

  @Test
  void serves_calls_of_different_sizes_in_turn_with_the_same_memory() {
    long quarter = LIMIT / 4 / Float.BYTES;
    float[] large;
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      large = frame.floats(3 * quarter);
    }
    float[] small;
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      assertSame(large, frame.floats(2 * quarter, quarter));
      small = frame.floats(quarter);
    }
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      assertSame(large, frame.floats(3 * quarter));
      assertSame(small, frame.floats(quarter));
    }
    assertEquals(LIMIT, workspace.heldBytes());
  }

  @Test
  void gives_nobody_so_much_that_the_rest_has_no_room() {
    long quarter = LIMIT / 4 / Float.BYTES;
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      frame.floats(3 * quarter);
    }
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      frame.floats(quarter, 3 * quarter);
      frame.floats(3 * quarter);
      assertEquals(LIMIT, workspace.heldBytes());
    }
  }

  @Test
  void has_lines_of_their_own_arrays_and_counts_them_all() {
    float[][] lines;
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      lines = frame.lines(12, 0);
      assertEquals(Workspace.LINES, Arrays.stream(lines).distinct().count());
      assertEquals(12L * Workspace.LINES * Float.BYTES, workspace.heldBytes());
      assertNotSame(lines, frame.lines(12, 0));
    }
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      assertSame(lines, frame.lines(11, 0));
    }
  }

  @Test
  void lies_outside_the_ND4J_workspace_of_the_caller() {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MemoryWorkspace arena =
            Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "conv4j-test-arena");
        Workspace.Frame frame = workspace.open(LIMIT)) {
      DenseArray elements = frame.elements(ElementType.FLOAT32, 300_000);
      assertEquals(false, elements.array().isAttached(), () -> "attached to " + arena.getId());
    }
  }

  @Test
  void has_room_for_no_elements() {
    try (Workspace.Frame frame = workspace.open(LIMIT)) {
      assertTrue(frame.elements(ElementType.FLOAT32, 0).length() >= 0);
      assertTrue(frame.floats(0).length >= 0);
    }
  }
}
