package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.edges.Edges;
import org.conv4j.verify.edges.PictureSize;
import org.conv4j.verify.framework.FrameworkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code edges}: the edges of a picture. */
@Command(
    name = "edges",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Finds the horizontal and the vertical edges of a picture, by a convolution with conv-nd4j.",
      "",
      "The filter is 3 x 3, one channel in, two out. Rows of 1, 0.333, -1 answer to horizontal"
          + " edges, columns of 1, 0.33, -1 to vertical ones. Each map is drawn from black (its"
          + " smallest value) to white (its largest). Colour becomes brightness first; what is"
          + " transparent counts as white. The result is compared with the plain-Java reference.",
      ""
    },
    footerHeading = "%nWrites:%n",
    footer = {
      "  original.png            the picture as it was convolved",
      "  horizontal-edges.png    two pixels less along both sides: there is no padding",
      "  vertical-edges.png",
      "  side-by-side.png        all three in one row",
      "",
      "Examples:",
      "  ./conv4j edges                              a photograph that comes with conv4j",
      "  ./conv4j edges photo.jpg --out edges",
      "  ./conv4j edges photo.jpg --size 350x150     the size of the original demonstration"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the files are written, and the convolution agrees with the plain-Java reference",
      "1:the files are written, and it does not",
      "2:bad usage, an unreadable picture, an unwritable folder",
      "3:conv-nd4j gave no result"
    })
final class EdgesCommand implements Callable<Integer> {

  private static final String FRAMEWORK = "conv-nd4j";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "IMAGE",
      description =
          "PNG, JPEG, GIF, BMP or TIFF file; without it, a photograph that comes with conv4j.")
  private Path image;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Resize to this width and height first. Default: the picture's own size.")
  private PictureSize size;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "conv4j-edges",
      description =
          "Folder for the pictures, made if missing; pictures of an earlier run in it are"
              + " replaced. Default: ${DEFAULT-VALUE}.")
  private Path out;

  EdgesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Edges edges = image == null ? Edges.ofCamera(size) : Edges.of(image, size);
    OutputFolder folder = OutputFolder.prepare(out);
    try (FrameworkSession framework = surroundings.sessions().open(FRAMEWORK)) {
      Edges.Drawing drawing = edges.draw(framework);
      report(edges.size(), folder.write(drawing.files()), drawing);
      return drawing.right() ? ExitCode.GOOD : ExitCode.ALARMING;
    }
  }

  private void report(PictureSize used, List<Path> written, Edges.Drawing drawing) {
    PrintWriter output = spec.commandLine().getOut();
    output.printf(
        "Edges of %s, %d x %d pixels, by %s:%n",
        image == null ? "camera.png" : image, used.width(), used.height(), FRAMEWORK);
    written.forEach(file -> output.println("  " + file));
    output.printf(
        "%s: compared with the plain-Java reference, the largest error is %.3g of what rounding"
            + " may cause.%n",
        drawing.right() ? "Right" : "WRONG", drawing.shareOfBound());
    output.flush();
  }

  private static final class SizeConverter implements ITypeConverter<PictureSize> {
    @Override
    public PictureSize convert(String text) {
      try {
        return PictureSize.parse(text);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }
}
