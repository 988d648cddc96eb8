package org.conv4j.verify.framework.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.conv4j.verify.framework.child.Timed;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What the running ND4J is, as it is found: nothing here is assumed. */
public final class Nd4jRuntime {

  private Nd4jRuntime() {}

  /**
   * The handshake of a child that runs on ND4J.
   *
   * @param name of the framework; the build of ND4J's native library is added to it
   * @param version of the framework
   * @param helper class name of DL4J's convolution helper; null where there is none
   */
  public static Reply.Hello describe(String name, String version, String helper) {
    Nd4j.scalar(1.0f).close();
    return new Reply.Hello(
        Protocol.VERSION,
        name + " on " + build(),
        version,
        null,
        NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads(),
        Nd4j.getExecutioner().getClass().getName(),
        helper);
  }

  /**
   * Multiplies square matrices of float32 by ND4J's BLAS, as a user would.
   *
   * @param size rows and columns
   * @param repetitions how many are timed; one before them is not
   * @return milliseconds, one number for each
   */
  public static double[] gemm(int size, int repetitions) {
    double[] millis = new double[repetitions];
    try (INDArray left = Nd4j.rand(DataType.FLOAT, size, size);
        INDArray right = Nd4j.rand(DataType.FLOAT, size, size);
        INDArray product = Nd4j.createUninitialized(DataType.FLOAT, size, size)) {
      for (int i = -1; i < repetitions; i++) {
        double lap = Timed.call(() -> Nd4j.gemm(left, right, product, false, false, 1, 0)).millis();
        if (i >= 0) {
          millis[i] = lap;
        }
      }
    }
    return millis;
  }

  /**
   * The version in a jar of the class path that Maven built.
   *
   * @param coordinates its {@code groupId/artifactId}
   */
  public static String version(String coordinates) {
    String file = "/META-INF/maven/" + coordinates + "/pom.properties";
    try (InputStream stream = Nd4jRuntime.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new IllegalStateException(file + " cannot be read", unreadable);
    }
  }

  /** The native libraries of ND4J and OpenBLAS, and what they load themselves. */
  public static List<Path> libraries() {
    return Loader.getLoadedLibraries().values().stream()
        .map(Path::of)
        .filter(Files::isRegularFile)
        .distinct()
        .sorted()
        .toList();
  }

  /** The classifier of the jar in use: JavaCPP unpacks each build into a folder of its name. */
  private static String build() {
    return libraries().stream()
        .filter(file -> file.getFileName().toString().contains("nd4jcpu"))
        .map(file -> file.getParent().getFileName().toString())
        .findFirst()
        .orElse("unknown build");
  }
}
