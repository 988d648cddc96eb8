package org.conv4j.verify.framework.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.child.Timed;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** One call of an op of ND4J, by whatever executioner there is. */
public final class OpExecution {

  private final Request.Op request;
  private final List<ArrayData> results = new ArrayList<>();
  private final List<Integer> changed;
  private final double millis;

  /** Executes the op. */
  public OpExecution(Request.Op request) {
    this.request = request;
    ElementType type = ArrayData.typeOf(request.inputs().get(0).elementType());
    INDArray[] inputs =
        request.inputs().stream()
            .map(each -> Nd4jArrays.toNd4j(each.tensor(type), type))
            .toArray(INDArray[]::new);
    Timed<INDArray[]> outputs =
        Timed.call(
            () ->
                Nd4j.exec(
                    DynamicCustomOp.builder(request.op())
                        .addInputs(inputs)
                        .addIntegerArguments(
                            request.arguments().stream().mapToInt(Math::toIntExact).toArray())
                        .build()));
    millis = outputs.millis();
    for (INDArray output : outputs.value()) {
      results.add(data(output, type));
      output.close();
    }
    changed =
        IntStream.range(0, inputs.length)
            .filter(
                place ->
                    !Arrays.equals(
                        request.inputs().get(place).data(), data(inputs[place], type).data()))
            .boxed()
            .toList();
    for (INDArray input : inputs) {
      input.close();
    }
  }

  /**
   * What came of it.
   *
   * @param algorithms of each convolution in it, by direction; none where ND4J computed it
   */
  public Reply reply(List<Map<String, String>> algorithms) {
    return new Reply.Executed(request.id(), results, changed, algorithms, millis);
  }

  private static ArrayData data(INDArray array, ElementType type) {
    return ArrayData.of(Nd4jArrays.toTensor(array, type), type);
  }
}
