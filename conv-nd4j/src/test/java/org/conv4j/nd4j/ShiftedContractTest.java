package org.conv4j.nd4j;

import java.util.List;
import org.conv4j.nd4j.algorithm.Im2col;
import org.conv4j.nd4j.algorithm.Shifted;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.conv4j.nd4j.selection.AlgorithmTable.Row;
import org.conv4j.nd4j.selection.Worth;
import org.junit.jupiter.api.DisplayName;

@DisplayName("shifted, and im2col for the filter gradient that it lacks,")
class ShiftedContractTest extends Nd4jContract {

  @Override
  protected int randomProblems() {
    return 400;
  }

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.table(
        new AlgorithmTable(
            List.of(
                new Row(new Shifted(), Worth.always()), new Row(new Im2col(), Worth.always()))));
  }
}
