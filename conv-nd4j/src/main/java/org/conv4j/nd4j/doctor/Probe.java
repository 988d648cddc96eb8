package org.conv4j.nd4j.doctor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.gemm.OneDnn;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.settings.SystemSettings;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Measures the facts of this JVM; starts ND4J. */
final class Probe {

  private static final String DL4J_LAYER = "org.deeplearning4j.nn.conf.layers.ConvolutionLayer";

  private Probe() {}

  static Facts facts() {
    Nd4j.scalar(1f).close();
    return new Facts(java(), nd4j(), blas(), memory(), idling(), dl4j(), conv4j());
  }

  private static Facts.Java java() {
    return new Facts.Java(
        Runtime.version().feature(),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  private static Facts.Nd4j nd4j() {
    NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    boolean cpu = backend.equals("CpuBackend");
    return new Facts.Nd4j(
        version("org.nd4j/nd4j-api"),
        backend,
        jar(),
        Facts.Level.of(library.binaryLevel()),
        Facts.Level.of(library.optimalLevel()),
        OneDnn.builtIn(),
        cpu && CpuEnvironment.usesOneDnn(),
        library.ompGetMaxThreads(),
        Nd4j.getExecutioner().getClass().getName(),
        Nd4j.getExecutioner().isDebug()
            || Nd4j.getExecutioner().isVerbose()
            || (cpu && CpuEnvironment.profiles()));
  }

  /** Named only where ND4J runs on its CPU backend. */
  private static final class CpuEnvironment {
    static boolean usesOneDnn() {
      return Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }

    static boolean profiles() {
      return Nd4jCpu.Environment.getInstance().isProfiling();
    }
  }

  /** JavaCPP unpacks the library into a folder that is called like the classifier. */
  private static String jar() {
    return Loader.getLoadedLibraries().values().stream()
        .map(File::new)
        .filter(file -> file.getName().contains("nd4jcpu") || file.getName().contains("nd4jcuda"))
        .map(file -> file.getParentFile().getName())
        .findFirst()
        .orElse("unknown");
  }

  private static Facts.Blas blas() {
    return new Facts.Blas(
        Nd4j.factory().blas().getBlasVendor().name(),
        version("org.bytedeco/openblas"),
        Nd4j.factory().blas().getMaxThreads());
  }

  private static Facts.Memory memory() {
    return new Facts.Memory(
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        Pointer.totalPhysicalBytes(),
        pages());
  }

  private static Facts.Pages pages() {
    String tunables = System.getenv("GLIBC_TUNABLES");
    return new Facts.Pages(
        hugePagesOnRequest(), tunables != null && tunables.contains("glibc.malloc.hugetlb="));
  }

  /** What Linux says in brackets; false where there is no such file. */
  private static boolean hugePagesOnRequest() {
    try {
      return Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"))
          .contains("[madvise]");
    } catch (IOException absent) {
      return false;
    }
  }

  private static Facts.Idling idling() {
    return new Facts.Idling(
        System.getenv("OMP_WAIT_POLICY"), System.getenv("OPENBLAS_THREAD_TIMEOUT"));
  }

  private static Facts.Dl4j dl4j() {
    return dl4jPresent()
        ? new Facts.Dl4j(
            version("org.deeplearning4j/deeplearning4j-nn"),
            System.getProperty("org.eclipse.deeplearning4j.helpers.disable"),
            LayerHelper.ofFreshConvolution(),
            LayerHelper.ofFreshNormalization())
        : null;
  }

  /** Whether DL4J's layers are on the class path. */
  static boolean dl4jPresent() {
    try {
      Class.forName(DL4J_LAYER, false, Probe.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static Facts.Conv4j conv4j() {
    String version = Nd4jConvolution.class.getPackage().getImplementationVersion();
    boolean enabled = SystemSettings.on("enabled");
    boolean layers = enabled && SystemSettings.on("layers");
    return new Facts.Conv4j(
        version == null ? "not packaged" : version,
        enabled && SystemSettings.on("ops"),
        layers,
        layers && SystemSettings.on("normalization"),
        ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent(),
        KernelProvider.vectorApi(),
        KernelProvider.kernels().description());
  }

  /** The version in a jar that Maven built; null if there is none on the class path. */
  private static String version(String coordinates) {
    String file = "/META-INF/maven/" + coordinates + "/pom.properties";
    try (InputStream stream = Probe.class.getResourceAsStream(file)) {
      if (stream == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      return null;
    }
  }
}
