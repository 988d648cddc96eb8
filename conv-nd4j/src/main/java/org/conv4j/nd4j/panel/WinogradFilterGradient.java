package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The gradient of a dense 3 x 3 filter, of stride 1 or 2, by Winograd's transforms: with V the
 * transformed input tiles and D = A dy AT the transformed output gradients, GT (sum over tiles of V
 * . D) G.
 *
 * <p>Tasks share out the channels of both sides. Each has the sums of its channels to itself and
 * transforms whatever goes into them, block of tiles by block of tiles: a tile transformed twice
 * costs less than one handed over between processors that do not share a cache. If the sums do not
 * fit, a few column panels are done at a time. Where the sums of all channels are few, the images
 * are divided into parts besides, whose sums are added in order.
 *
 * <p>Each sum is one chain of multiply-adds over the tiles of its part, in an order that is the
 * same however channels are shared out.
 */
public final class WinogradFilterGradient {

  /** Floats of sums, of all channels, that each part may have. */
  private static final int PART_TARGET = 160 << 10;

  private static final int PARTS = 8;

  /** Floats of sums that are less than half of a usual second-level cache. */
  private static final int SUMS_TARGET = 96 << 10;

  /** Floats of a block of transformed tiles beside such sums; the other half. */
  private static final int TILES_TARGET = 128 << 10;

  /** Tiles of a block beside larger sums: with 512, and with 128, up to 8 % slower. */
  private static final int MOST_TILES = 256;

  /** Source channels of a share, unless threads would be left without one. */
  private static final int LEAST_SOURCES = 64;

  /**
   * Floats between tiles from which on an even number of cache lines would share few cache sets.
   */
  private static final int LONG_STRIDE = 128;

  private final Correlation correlation;
  private final TileTransform transform;
  private final List<LineForm.Product> products;
  private final Workers workers;
  private final long workspaceBytes;
  private final ColumnPanels panels;
  private final WinogradTiles inputTiles;
  private final WinogradTiles gradientTiles;
  private final RowBlocks parts;
  private final int sourceShares;
  private final int panelShares;
  private final int sources;
  private final int panelsPerShare;
  private final int panelsPerSweep;
  private final WinogradSums sums;
  private final int inputStride;
  private final int gradientStride;
  private final int blockRows;
  private final int[] tileOffsets;

  /**
   * A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace.
   *
   * @param outputs rows and columns of outputs that a tile has, where the stride is 1
   */
  public WinogradFilterGradient(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    LineForm form = LineForm.ofOutput(outputs, problem.stride().height());
    this.transform = kernels.winograd(form, form);
    this.products = form.tileProducts();
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.panels = new ColumnPanels(correlation.destinations(), kernels);
    this.inputTiles = WinogradTiles.ofInput(correlation, kernels, transform);
    this.gradientTiles = WinogradTiles.ofOutputGradient(correlation, kernels, transform);
    int floats = (int) Math.min(Integer.MAX_VALUE, workspaceBytes / Float.BYTES);
    int lanes = kernels.lanes();

    long allSums = panels.count() * sums(kernels, correlation.sources()).panelFloats();
    long most = allSums > PART_TARGET ? 1 : Math.min(PARTS, floats / 2 / allSums);
    this.parts = parts((int) Math.max(1, most));

    int wanted = ceilDiv(workers.threads(), parts.count());
    int shares = Math.min(wanted, ceilDiv(correlation.sources(), LEAST_SOURCES));
    shares = Math.max(shares, ceilDiv(wanted, panels.count()));
    while (!parted()
        && share(shares, lanes) > lanes
        && sums(kernels, share(shares, lanes)).panelFloats() > floats / 8 * 3) {
      shares++;
    }
    this.sources = share(shares, lanes);
    this.sourceShares = ceilDiv(correlation.sources(), sources);
    this.panelsPerShare =
        ceilDiv(panels.count(), Math.min(panels.count(), ceilDiv(wanted, sourceShares)));
    this.panelShares = ceilDiv(panels.count(), panelsPerShare);
    this.sums = sums(kernels, sources);
    this.panelsPerSweep =
        parted()
            ? panelsPerShare
            : Math.max(1, Math.min(panelsPerShare, floats / 8 * 3 / sums.panelFloats()));

    this.inputStride = skewed(sources);
    this.gradientStride =
        skewed(Math.min(panels.paddedChannels(), panelsPerSweep * panels.widest()));
    int columns = Math.max(1, inputTiles.tileColumns());
    int rows =
        products.size() > sums.elements()
            ? blockRowsOfAnyShare(floats, allSums)
            : blockRows(floats);
    this.blockRows = Math.min(Math.max(1, rows), parts.largest());
    this.tileOffsets = Offsets.evenly(blockRows * columns, inputStride);
  }

  /** Tile rows of a block: as many tiles as do well beside the sums of a sweep. */
  private int blockRows(int floats) {
    long sweepSums = panelsPerSweep * sums.panelFloats();
    int perTile = inputTiles.elements() * inputStride + gradientTiles.elements() * gradientStride;
    long tiles =
        sweepSums <= SUMS_TARGET
            ? Math.min(TILES_TARGET, floats / 3) / perTile
            : Math.min(MOST_TILES, Math.max(floats / 3, floats / 4 * 3 - sweepSums) / perTile);
    return (int) tiles / Math.max(1, inputTiles.tileColumns());
  }

  /**
   * Tile rows of a block where several products are added to one sum, block by block: as many as
   * there is room for beside the sums, were all channels in one share.
   */
  private int blockRowsOfAnyShare(int floats, long allSums) {
    int columns = Math.max(1, inputTiles.tileColumns());
    int perTile =
        inputTiles.elements() * skewed(inputTiles.paddedChannels())
            + gradientTiles.elements() * skewed(panels.paddedChannels());
    int skews = (inputTiles.elements() + gradientTiles.elements()) * WinogradTiles.SKEW;
    long ofSums = parted() ? parts.count() * allSums : floats / 8 * 3;
    long room =
        allSums <= SUMS_TARGET ? Math.min(TILES_TARGET, floats / 3) : floats / 16 * 15 - ofSums;
    int rows = MOST_TILES / columns;
    while (rows > 1 && (long) rows * columns * perTile + skews + scratch(rows) > room) {
      rows--;
    }
    return rows;
  }

  private WinogradSums sums(Kernels kernels, int sources) {
    return new WinogradSums(correlation, kernels, transform, sources);
  }

  /** Source channels of one of so many shares: whole vectors. */
  private int share(int shares, int lanes) {
    return ceilDiv(ceilDiv(correlation.sources(), shares), lanes) * lanes;
  }

  /** At most so many parts: some images each, or some tile rows of one. */
  private RowBlocks parts(int most) {
    int images = correlation.images();
    int rows = inputTiles.tileRows();
    return RowBlocks.of(
        images, rows, images >= most ? ceilDiv(images, most) * rows : ceilDiv(rows, most / images));
  }

  private static int skewed(int stride) {
    return stride >= LONG_STRIDE && stride / WinogradTiles.SKEW % 2 == 0
        ? stride + WinogradTiles.SKEW
        : stride;
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  private boolean parted() {
    return parts.count() > 1;
  }

  private int shares() {
    return sourceShares * panelShares;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    long transforming = scratchOffset() + scratch(blockRows);
    return Math.max(transforming, inputOffset() + sums.storeFloats());
  }

  /** Floats of scratch that transforming a block takes. */
  private int scratch(int rows) {
    int ofImage = Math.min(inputTiles.tileRows(), rows);
    return Math.max(inputTiles.scratch(ofImage), gradientTiles.scratch(ofImage));
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return parted() ? (long) parts.count() * partFloats() : 0;
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      workers.run(
          parts.count() * shares(),
          workspaceBytes,
          (task, taskFrame) -> {
            RowBlocks.Block part = parts.block(task / shares());
            Share share = new Share(task % shares());
            float[] own = taskFrame.floats(taskFloats());
            int[] rows = taskFrame.ints(transform.form().inputs());
            if (parted()) {
              int at = task / shares() * partFloats() + share.offset();
              share.add(input, outputGradient, part, 0, own, rows, shared, at);
            } else {
              share.sweep(input, outputGradient, part, own, rows, filterGradient);
            }
          });
      if (parted()) {
        addParts(shared);
        store(shared, filterGradient);
      }
    }
  }

  /** Adds the sums of all parts, in order, to those of the first. */
  private void addParts(float[] shared) {
    int floats = sums.elementStride();
    workers.run(
        partFloats() / floats,
        workspaceBytes,
        (task, frame) -> Parts.add(shared, task * floats, floats, parts.count(), partFloats()));
  }

  private void store(float[] shared, FloatMemory filterGradient) {
    int perShare = panelsPerShare * sums.chunks();
    workers.run(
        shares() * perShare,
        workspaceBytes,
        (task, frame) -> {
          Share share = new Share(task / perShare);
          int panel = task % perShare / sums.chunks();
          if (panel < share.panels) {
            share.store(
                shared,
                share.offset() + panel * sums.panelFloats(),
                panel,
                task % sums.chunks(),
                frame.floats(sums.storeFloats()),
                0,
                filterGradient);
          }
        });
  }

  /** The sums of all shares. */
  private int partFloats() {
    return shares() * panelsPerShare * sums.panelFloats();
  }

  private int sumsOffset() {
    return panels.widest();
  }

  private int inputOffset() {
    return sumsOffset() + (parted() ? 0 : panelsPerSweep * sums.panelFloats());
  }

  private int inputElementStride() {
    return tileOffsets.length * inputStride + WinogradTiles.SKEW;
  }

  private int gradientOffset() {
    return inputOffset() + inputTiles.elements() * inputElementStride();
  }

  private int gradientElementStride() {
    return tileOffsets.length * gradientStride + WinogradTiles.SKEW;
  }

  private int scratchOffset() {
    return gradientOffset() + gradientTiles.elements() * gradientElementStride();
  }

  /** Some source channels and some column panels. */
  private final class Share {
    private final int index;
    private final int firstSource;
    private final int channels;
    private final int firstPanel;
    private final int panels;

    Share(int index) {
      this.index = index;
      this.firstSource = index / panelShares * sources;
      this.channels = Math.min(sources, correlation.sources() - firstSource);
      this.firstPanel = index % panelShares * panelsPerShare;
      this.panels =
          Math.min(panelsPerShare, WinogradFilterGradient.this.panels.count() - firstPanel);
    }

    /** Where its sums begin among those of a part. */
    int offset() {
      return index * panelsPerShare * sums.panelFloats();
    }

    /** Computes and stores a few panels at a time. */
    void sweep(
        FloatMemory input,
        FloatMemory outputGradient,
        RowBlocks.Block part,
        float[] own,
        int[] rows,
        FloatMemory filterGradient) {
      for (int first = 0; first < panels; first += panelsPerSweep) {
        add(input, outputGradient, part, first, own, rows, own, sumsOffset());
        for (int i = 0; i < panelsOfSweep(first); i++) {
          for (int chunk = 0; chunk < sums.chunks(); chunk++) {
            int at = sumsOffset() + i * sums.panelFloats();
            store(own, at, first + i, chunk, own, inputOffset(), filterGradient);
          }
        }
      }
    }

    /** Sums up the products of a part's tiles for the panels from {@code first} on. */
    void add(
        FloatMemory input,
        FloatMemory outputGradient,
        RowBlocks.Block part,
        int first,
        float[] own,
        int[] rows,
        float[] to,
        int at) {
      Arrays.fill(own, 0, sumsOffset(), 0);
      RowBlocks blocks = RowBlocks.of(part.images(), part.rows(), blockRows);
      for (int i = 0; i < blocks.count(); i++) {
        RowBlocks.Block block = blocks.block(i).within(part);
        transform(input, outputGradient, block, first, own, rows);
        multiply(block, first, own, i == 0, to, at);
      }
    }

    private void transform(
        FloatMemory input,
        FloatMemory outputGradient,
        RowBlocks.Block block,
        int first,
        float[] own,
        int[] rows) {
      inputTiles.transformChannels(
          input,
          block,
          firstSource,
          channels,
          own,
          scratchOffset(),
          rows,
          own,
          inputOffset(),
          inputElementStride(),
          inputStride);
      ColumnPanels.Panel last = panel(first + panelsOfSweep(first) - 1);
      gradientTiles.transformChannels(
          outputGradient,
          block,
          panel(first).first(),
          last.first() + last.channels() - panel(first).first(),
          own,
          scratchOffset(),
          rows,
          own,
          gradientOffset(),
          gradientElementStride(),
          gradientStride);
    }

    private void multiply(
        RowBlocks.Block block, int first, float[] own, boolean fresh, float[] to, int at) {
      int tiles = block.images() * block.rows() * inputTiles.tileColumns();
      boolean[] begun = new boolean[sums.elements()];
      Arrays.fill(begun, !fresh);
      for (LineForm.Product product : products) {
        for (int i = 0; i < panelsOfSweep(first); i++) {
          ColumnPanels.Panel panel = panel(first + i);
          sums.add(
              to,
              at + i * sums.panelFloats(),
              panel,
              product.weight(),
              channels,
              own,
              !begun[product.weight()],
              inputOffset() + product.source() * inputElementStride(),
              tileOffsets,
              tiles,
              gradientOffset()
                  + product.sum() * gradientElementStride()
                  + panel.first()
                  - panel(first).first(),
              gradientStride);
        }
        begun[product.weight()] = true;
      }
    }

    void store(
        float[] from,
        int at,
        int panel,
        int chunk,
        float[] scratch,
        int scratchAt,
        FloatMemory filterGradient) {
      sums.store(
          from, at, panel(panel), firstSource, channels, chunk, scratch, scratchAt, filterGradient);
    }

    private ColumnPanels.Panel panel(int ofShare) {
      return WinogradFilterGradient.this.panels.panel(firstPanel + ofShare);
    }

    private int panelsOfSweep(int first) {
      return Math.min(panelsPerSweep, panels - first);
    }
  }
}
