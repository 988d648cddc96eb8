package org.conv4j.nd4j.start;

import java.util.Set;
import org.conv4j.nd4j.ops.ConvExecutioner;

/**
 * Opens the doors where ND4J's services are lost, as in jars that were merged without merging their
 * service files: by {@code -Dopexec=org.conv4j.nd4j.start.StartupExecutioner}, or by the agent,
 * which sets just that property. ND4J creates it on the way up, and it is the op door itself.
 */
public final class StartupExecutioner extends ConvExecutioner {

  /** For ND4J, which creates its executioner by name. */
  public StartupExecutioner() {
    super(Settings.fromSystemProperties().ops() ? ConvExecutioner.OPS : Set.of());
    Doors.open(() -> Executioners.INSTALLED);
  }
}
