package org.conv4j.verify.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FakeFramework;
import org.conv4j.verify.framework.FakeFrameworks;
import org.conv4j.verify.model.NetworkFiles;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportReader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelCommandTest {

  @TempDir Path folder;

  private CommandLineRun run(FakeFrameworks frameworks, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 3);
    all[arguments.length] = "--out";
    all[arguments.length + 1] = folder.resolve("report").toString();
    all[arguments.length + 2] = "--seed=3";
    return CommandLineRun.with(frameworks, all);
  }

  private static FakeFrameworks right() {
    return FakeFrameworks.right("dl4j", "dl4j-conv4j");
  }

  private String network(String name) {
    return NetworkFiles.copy(name, folder).toString();
  }

  @Test
  void both_are_judged_layer_by_layer_on_the_networks_own_operands() {
    CommandLineRun run =
        CommandLineRun.with(
            new InstalledFrameworks(),
            "model",
            network("layers.zip"),
            "--out",
            folder.resolve("report").toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    Report report = ReportReader.read(folder.resolve("report"));
    assertEquals(Report.Status.GOOD, report.status());
    assertEquals(
        List.of("first", "second"), report.cases().stream().map(ReportRecord.Case::id).toList());
    assertEquals(
        List.of("n2_c2h6w6_k3r3s3_same", "n2_c3h6w6_k6r2s2_g3"),
        report.cases().stream().map(ReportRecord.Case::notation).toList());
    assertEquals(2 * 2 * 4, report.results().size());
    assertTrue(report.results().stream().allMatch(each -> each.verdict().right()), run.out());
    assertTrue(
        run.out().contains("MultiLayerNetwork of 3 layers, 2 of them convolutions"), run.out());
    assertTrue(run.out().matches("(?s).*dl4j-conv4j +[a-z0-9]+ +PASS .*"), run.out());
  }

  @Test
  void a_wrong_result_is_shown_with_its_worst_element_and_a_command_that_repeats_it() {
    FakeFrameworks frameworks =
        FakeFrameworks.right("dl4j")
            .with(
                "dl4j-conv4j",
                () ->
                    new FakeFramework("dl4j-conv4j") {
                      @Override
                      protected Answer answer(
                          ConvProblem problem, Operands operands, ConvDirection direction) {
                        Tensor result = compute(problem, operands, direction);
                        result.values()[1] += direction == ConvDirection.INPUT_GRADIENT ? 1 : 0;
                        return new Answer.Computed(result, "loops", 1);
                      }
                    });
    String file = network("layers.zip");
    CommandLineRun run = run(frameworks, "model", file, "--layer", "first", "--batch", "1");
    assertEquals(ExitCode.ALARMING, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains(" at [0, 0, 0, 1]: expected "), run.out());
    assertTrue(
        run.out()
            .contains(
                "./conv4j model "
                    + file
                    + " --batch 1 --seed 3 --layer first --frameworks dl4j-conv4j"
                    + " --direction input-gradient"),
        run.out());
  }

  @Test
  void separable_and_transposed_convolutions_are_judged_by_the_convolutions_in_them() {
    CommandLineRun run =
        CommandLineRun.with(
            new InstalledFrameworks(),
            "model",
            network("graph.zip"),
            "--input-shape",
            "3,12,12",
            "--out",
            folder.resolve("report").toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    Report report = ReportReader.read(folder.resolve("report"));
    List<String> names = report.cases().stream().map(ReportRecord.Case::id).toList();
    assertTrue(
        names.containsAll(List.of("s.depthwise", "s.pointwise", "d.transposed")), names.toString());
    assertTrue(report.results().stream().allMatch(each -> each.verdict().right()), run.out());
    assertFalse(run.out().contains("left out"), run.out());
    assertTrue(
        run.out()
            .contains(
                "s (SeparableConvolution2D) is judged as the two convolutions in it, s.depthwise and"
                    + " s.pointwise"),
        run.out());
    assertTrue(
        run.out()
            .contains(
                "d (Deconvolution2D) is judged as the convolution that leads the other way,"
                    + " d.transposed: the input gradient of that is the layer's output"),
        run.out());
  }

  @Test
  void a_network_without_a_convolution_is_nothing_to_do() {
    CommandLineRun run = run(right(), "model", network("dense.zip"));
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertEquals("Nothing to do: the network has no convolution.", run.lastLine());
  }

  @Test
  void a_truncated_network_is_refused() throws IOException {
    Path whole = Path.of(network("layers.zip"));
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), 2000));
    run(right(), "model", cut.toString())
        .assertRefused("'" + cut + "' is a zip archive that was cut off: its end is missing");
  }

  @Test
  void an_input_of_the_wrong_shape_is_refused_with_the_right_one() throws IOException {
    Path file = npy("x.npy", 1, 3, 2, 2);
    run(right(), "model", network("layers.zip"), "--input", file.toString())
        .assertRefused(
            "an input of shape [3, 2, 2] does not fit: the network takes pictures of 2 channels,"
                + " [2, height, width] for one");
  }

  @Test
  void a_layer_that_there_is_not_is_refused_before_the_network_runs() {
    String file = network("layers.zip");
    run(right(), "model", file, "--layer", "first,third", "--input-shape", "99,1,1")
        .assertRefused("no convolution of the network is called 'third': there are first, second");
    CommandLineRun part = run(right(), "model", file, "--layer", "first.depthwise");
    assertEquals(2, part.exitCode());
    assertTrue(
        part.err().contains("no convolution that can be compared is called 'first.depthwise'"),
        part.err());
  }

  @Test
  void labels_of_the_wrong_shape_are_refused_with_the_right_one() throws IOException {
    run(
            right(),
            "model",
            network("layers.zip"),
            "--input",
            npy("x.npy", 4, 2, 6, 6).toString(),
            "--labels",
            npy("y.npy", 4, 99).toString())
        .assertRefused("labels of shape [4, 99] do not fit: the network's output has shape [4, 4]");
  }

  @Test
  void an_input_or_labels_that_are_not_finite_are_refused_before_anything_runs()
      throws IOException {
    Path file = npy("nan.npy", "<f4", ByteBuffer.allocate(12), 3);
    byte[] content = Files.readAllBytes(file);
    ByteBuffer.wrap(content)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(content.length - 8, Float.NaN)
        .putFloat(content.length - 4, Float.NEGATIVE_INFINITY);
    Files.write(file, content);
    String sentence =
        "'"
            + file
            + "' holds 2 elements of 3 that are NaN or infinite: nothing can be compared with them";
    run(right(), "model", "none.zip", "--input", file.toString()).assertRefused(sentence);
    run(right(), "model", "none.zip", "--labels", file.toString()).assertRefused(sentence);
  }

  @Test
  void numbers_that_are_not_finite_inside_the_network_are_told_of() throws IOException {
    Path whole = NetworkFiles.copy("layers.zip", folder);
    CommandLineRun run = run(right(), "model", withLastWeightNaN(whole).toString());
    String sentence =
        "2 of 2 convolutions were given numbers that are NaN or infinite, the first of them first (";
    assertTrue(run.out().contains(sentence), run.out() + run.err());
    CommandLineRun usual = run(right(), "model", whole.toString());
    assertFalse(usual.out().contains("NaN"), usual.out());
  }

  /** Weights end the file that holds them, big-endian. */
  private Path withLastWeightNaN(Path network) throws IOException {
    Path changed = folder.resolve("diverged.zip");
    try (ZipInputStream from = new ZipInputStream(Files.newInputStream(network));
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] content = from.readAllBytes();
        if (entry.getName().equals("coefficients.bin")) {
          ByteBuffer.wrap(content).putFloat(content.length - Float.BYTES, Float.NaN);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(content);
      }
    }
    return changed;
  }

  /** Zeros. */
  private Path npy(String name, int... shape) throws IOException {
    return npy(
        name, "|u1", ByteBuffer.allocate(IntStream.of(shape).reduce(1, (a, b) -> a * b)), shape);
  }

  private Path npy(String name, String type, ByteBuffer content, int... shape) throws IOException {
    String axes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(joining(", ", "(", ",)"));
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + axes + "}";
    ByteBuffer npy =
        ByteBuffer.allocate(10 + header.length() + content.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    npy.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    npy.put(content);
    return Files.write(folder.resolve(name), npy.array());
  }

  @Test
  void wishes_that_contradict_each_other_are_refused_before_anything_runs() {
    run(right(), "model", "none.zip", "--input", "x.npy", "--batch", "2")
        .assertRefused("--input brings its own shape");
    run(right(), "model", "none.zip", "--batch", "0").assertRefused("--batch is 0");
    run(right(), "model", "none.zip", "--input-shape", "3,0")
        .assertRefused("--input-shape is 3,0: every number must be at least 1");
    run(right(), "model", "none.zip", "--frameworks", "caffe")
        .assertRefused("unknown framework 'caffe'");
    run(right(), "model", "none.zip", "--input", folder.resolve("none.npy").toString())
        .assertRefused("there is no such file");
  }
}
