package org.conv4j.nd4j.start;

import org.conv4j.nd4j.dl4j.LayerDoor;
import org.conv4j.nd4j.dl4j.ServedLayer;
import org.slf4j.LoggerFactory;

/**
 * The {@code -javaagent:} form, for class paths where services are lost. The agent jar holds
 * conv-nd4j and conv-core, and the JVM puts it at the end of the class path; all that is left to do
 * is to name {@link StartupExecutioner} before ND4J starts. The user's own {@code -Dopexec} stays:
 * then the agent opens the layer door alone.
 */
public final class Agent {

  private static final String EXECUTIONER = "opexec";
  private static final String CPU = "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class";
  private static final String GPU = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  private Agent() {}

  /** Called by the JVM before the program's {@code main}. */
  public static void premain(String arguments) {
    Settings settings = Settings.fromSystemProperties();
    settings
        .objection()
        .ifPresent(objection -> warn("conv4j installs nothing: " + objection, null));
    if (!settings.ops() && !settings.layers()) {
      return;
    }
    if (!onClassPath(CPU) || onClassPath(GPU)) {
      warn(
          "the class path of the application holds no CPU backend of ND4J alone: conv4j installs"
              + " nothing",
          null);
      return;
    }
    if (System.getProperty(EXECUTIONER) == null) {
      System.setProperty(EXECUTIONER, StartupExecutioner.class.getName());
    } else if (settings.layers() && Dl4j.present()) {
      openLayers(settings);
    }
  }

  private static void openLayers(Settings settings) {
    try {
      LayerDoor.install(ServedLayer.allowed(settings.normalization()));
    } catch (Exception | LinkageError failure) {
      warn("conv4j's door for DL4J's layers could not be installed", failure);
    }
  }

  private static boolean onClassPath(String classFile) {
    return ClassLoader.getSystemResource(classFile) != null;
  }

  private static void warn(String message, Throwable cause) {
    LoggerFactory.getLogger("org.conv4j").warn(message, cause);
  }
}
