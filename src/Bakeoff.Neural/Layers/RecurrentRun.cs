using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One recurrent cell run over packed rows in one direction.</summary>
/// <remarks>
/// <para>Legend: R packed rows, B clips, I inputs, H units, G gates x H. Clips do not meet inside a cell, so the pool splits clips into
/// blocks, and each block runs through all its steps without waiting for another. Blocks change who computes a row, never how.</para>
/// <para>A block adds bias, input product and recurrent product to its rows of gates while they are in the nearer caches; one product
/// for all rows of a batch measured slower, because it sends the gates, ten megabytes at 256 units, to memory and back.</para>
/// <para>Weights are PyTorch's: <c>weight_ih [G, I]</c>, <c>weight_hh [G, H]</c>, <c>bias_ih [G]</c>, <c>bias_hh [G]</c>.</para>
/// </remarks>
internal abstract class RecurrentRun
{
    /// <summary>Clips in one block where several threads share a batch: few, so that they end at about the same time.</summary>
    private const int SharedBlockClips = 16;

    /// <summary>Clips in one block of a single thread: weights pass through its caches once a step for all of them.</summary>
    private const int SerialBlockClips = 64;

    /// <summary>Gate columns that one task sums up.</summary>
    private const int SumColumns = 256;

    /// <summary>Floats between two rows of gates beyond their width: rows a power of two
    /// apart would crowd into the same few cache sets.</summary>
    private const int StridePadding = 16;

    private static readonly Action<int, RecurrentRun> s_packWeights = static (operand, run) => run.PackWeights(operand);
    private static readonly Action<int, RecurrentRun> s_sumColumns = static (block, run) => run.SumGateColumns(block);
    private static readonly Action<int, RecurrentRun> s_forwardBlock = static (block, run) =>
        run.ForwardBlock(block * run._blockClips, Math.Min((block + 1) * run._blockClips, run.Layout.ClipCount));
    private static readonly Action<int, RecurrentRun> s_backwardBlock = static (block, run) =>
        run.BackwardBlock(block * run._blockClips, Math.Min((block + 1) * run._blockClips, run.Layout.ClipCount));

    private readonly DropoutMask _dropout;
    private readonly double _dropoutRate;
    private readonly PackedOperand _packedInputWeight = new();
    private int _blockClips;
    private float[]? _mask;
    private float[] _x = [];

    protected RecurrentRun(LayerBuilder builder, string suffix, int inputs, int units, int gates, double recurrentDropout)
    {
        Inputs = inputs;
        Units = units;
        GateWidth = gates * units;
        GateStride = GateWidth + StridePadding;
        InputWeight = builder.Weight("weight_ih" + suffix, GateWidth, inputs);
        RecurrentWeight = builder.Weight("weight_hh" + suffix, GateWidth, units);
        InputBias = builder.Bias("bias_ih" + suffix, GateWidth);
        RecurrentBias = builder.Bias("bias_hh" + suffix, GateWidth);
        _dropout = new DropoutMask(builder.Name + suffix, recurrentDropout);
        _dropoutRate = recurrentDropout;
    }

    /// <summary>State of the one clip after the part before, [H]; empty at the start of a clip.</summary>
    protected float[] HiddenOfPartBefore { get; private set; } = [];

    /// <summary>State after each step, [R, H].</summary>
    public float[] Hidden { get; private set; } = [];

    /// <summary>On entry to <see cref="Backward"/> the gradient by each clip's last state, [B, H]; used up there.</summary>
    public float[] StateGradient { get; private set; } = [];

    /// <summary>Rows of gates, [R, G] with <see cref="GateStride"/>: values after the forward pass,
    /// gradients before the non-linearities after the backward pass.</summary>
    protected float[] Gates { get; private set; } = [];

    /// <summary>State before each step after recurrent dropout, [R, H]; the rows of
    /// step 0 are not used, since that state is zero.</summary>
    protected float[] HiddenBefore { get; private set; } = [];

    /// <summary>Gradient by every state when the whole sequence is used, [R, H]; null when only last states are.</summary>
    protected float[]? HiddenGradient { get; private set; }

    /// <summary>weight_hhᵀ [H, G], packed once per pass and used at every step.</summary>
    protected PackedOperand ForwardWeight { get; } = new();

    /// <summary>weight_hh [G, H], packed once per pass and used at every step.</summary>
    protected PackedOperand BackwardWeight { get; } = new();

    protected int Inputs { get; }

    protected int Units { get; }

    protected int GateWidth { get; }

    /// <summary>Floats between the rows of <see cref="Gates"/>.</summary>
    protected int GateStride { get; }

    protected NetworkTensor InputWeight { get; }

    protected NetworkTensor RecurrentWeight { get; }

    protected NetworkTensor InputBias { get; }

    protected NetworkTensor RecurrentBias { get; }

    protected PackedLayout Layout { get; private set; } = new();

    public virtual void Initialize(SeededRandom random)
    {
        Initializers.GlorotUniform(InputWeight.Values, Inputs, GateWidth, random);
        Initializers.Orthogonal(RecurrentWeight.Values, GateWidth, Units, random);
    }

    public void Forward(float[] x, PackedLayout layout, PassContext context)
    {
        Layout = layout;
        var rows = layout.RowCount;
        Hidden = Activations.Grow(Hidden, rows * Units);
        HiddenBefore = Activations.Grow(HiddenBefore, rows * Units);
        Gates = Activations.Grow(Gates, rows * GateStride);
        HiddenOfPartBefore = context.IsFirstPart ? [] : HiddenOfPartBefore;
        HiddenOfPartBefore.CopyTo(HiddenBefore.AsSpan());
        _x = x;
        _mask = context.IsTraining && _dropoutRate > 0 ? _dropout.Draw(layout.ClipCount * Units, context) : null;
        PrepareForward(rows);
        context.Pool.Run(context.IsTraining ? 3 : 2, this, s_packWeights);
        RunBlocks(s_forwardBlock, context.Pool);
        if (!context.IsLastPart)
        {
            HiddenOfPartBefore = Hidden.AsSpan((rows - 1) * Units, Units).ToArray();
            KeepState(rows - 1);
        }
    }

    /// <summary>Room for the gradients by last states, zeroed.</summary>
    public Span<float> ClearStateGradient(int clips)
    {
        StateGradient = Activations.Grow(StateGradient, clips * Units);
        var state = StateGradient.AsSpan(0, clips * Units);
        state.Clear();
        return state;
    }

    /// <summary>Writes all weight gradients and, when asked for, the gradients by x, [R, I].</summary>
    public void Backward(float[] x, float[]? hiddenGradient, float[]? inputGradient, PassContext context)
    {
        var rows = Layout.RowCount;
        HiddenGradient = hiddenGradient;
        PrepareBackward();
        RunBlocks(s_backwardBlock, context.Pool);
        _x = x;
        context.Pool.Run((GateWidth + SumColumns - 1) / SumColumns, this, s_sumColumns);
        if (Inputs > 1)
        {
            Gemm.Multiply(
                Transpose.Yes, Transpose.No, GateWidth, Inputs, rows, Gates, GateStride, x, Inputs, InputWeight.Gradients, Inputs,
                accumulate: false, context.Pool);
        }

        if (inputGradient is not null)
        {
            Gemm.Multiply(
                Transpose.No,
                Transpose.No,
                rows,
                Inputs,
                GateWidth,
                Gates,
                GateStride,
                InputWeight.Values,
                Inputs,
                inputGradient,
                Inputs,
                accumulate: false,
                context.Pool);
        }

        RecurrentGradients(context);
    }

    /// <summary>Sizes the cell's own buffers.</summary>
    protected abstract void PrepareForward(int rows);

    /// <summary>Keeps what the next part of the clip needs beside the hidden state.</summary>
    /// <param name="row">Last row of this part.</param>
    protected virtual void KeepState(int row)
    {
    }

    protected abstract void PrepareBackward();

    protected abstract void ForwardStep(int row, int clip, int live, int step);

    /// <summary>Gates to gate gradients for one step of a block; leaves in
    /// <see cref="StateGradient"/> what goes to the step before, when there is one.</summary>
    protected abstract void BackwardStep(int row, int clip, int live, int step);

    protected abstract void RecurrentGradients(PassContext context);

    /// <summary>weight_hh gradient from gate gradients [R, G]: all steps but the first in one product.</summary>
    protected void RecurrentWeightGradient(float[] gateGradient, PassContext context)
    {
        var first = Layout.ClipCount;
        Gemm.Multiply(
            Transpose.Yes, Transpose.No, GateWidth, Units, Layout.RowCount - first, gateGradient.AsSpan(first * GateStride), GateStride,
            HiddenBefore.AsSpan(first * Units), Units, RecurrentWeight.Gradients, Units, accumulate: false, context.Pool);
    }

    /// <summary>Writes bias + W x of some rows into their gates.</summary>
    protected void ProjectInput(int row, int live, ReadOnlySpan<float> bias)
    {
        for (var i = row; i < row + live; i++)
        {
            var gates = Gates.AsSpan(i * GateStride, GateWidth);
            if (Inputs == 1)
            {
                // A product with one inner element is too short for the matrix kernel; this is the same fused operation.
                RowKernels.MultiplyAdd(InputWeight.Values, _x[i], bias, gates);
            }
            else
            {
                bias.CopyTo(gates);
            }
        }

        if (Inputs > 1)
        {
            Gemm.Multiply(
                Transpose.No,
                live,
                _x.AsSpan(row * Inputs),
                Inputs,
                _packedInputWeight,
                Gates.AsSpan(row * GateStride),
                GateStride,
                accumulate: true,
                WorkerPool.Serial);
        }
    }

    private void RunBlocks(Action<int, RecurrentRun> body, WorkerPool pool)
    {
        _blockClips = pool.ThreadCount == 1 ? SerialBlockClips : SharedBlockClips;
        pool.Run((Layout.ClipCount + _blockClips - 1) / _blockClips, this, body);
    }

    private void PackWeights(int operand)
    {
        switch (operand)
        {
            case 0:
                ForwardWeight.Pack(Transpose.Yes, Units, GateWidth, RecurrentWeight.Values, Units);
                break;
            case 1:
                _packedInputWeight.Pack(Transpose.Yes, Inputs, GateWidth, InputWeight.Values, Inputs);
                break;
            default:
                BackwardWeight.Pack(Transpose.No, GateWidth, Units, RecurrentWeight.Values, Units);
                break;
        }
    }

    /// <summary>Gradients of bias_ih and, for a single input, of weight_ih, whose columns are sums over all rows in rising order.</summary>
    private void SumGateColumns(int block)
    {
        var column = block * SumColumns;
        var width = Math.Min(SumColumns, GateWidth - column);
        var sums = InputBias.Gradients.Slice(column, width);
        sums.Clear();
        if (Inputs > 1)
        {
            RowKernels.AddRows(Layout.RowCount, Gates.AsSpan(column), GateStride, sums);
            return;
        }

        var products = InputWeight.Gradients.Slice(column, width);
        products.Clear();
        RowKernels.AddRows(Layout.RowCount, Gates.AsSpan(column), GateStride, _x, sums, products);
    }

    private void ForwardBlock(int begin, int end)
    {
        var offsets = Layout.StepOffsets;
        for (var step = 0; step < Layout.StepCount; step++)
        {
            var live = Math.Min(Layout.LiveAt(step), end) - begin;
            if (live <= 0)
            {
                return;
            }

            var row = offsets[step] + begin;
            ForwardStep(row, begin, live, step);
            if (step + 1 < Layout.StepCount)
            {
                PassStateOn(row, begin, Math.Min(Layout.LiveAt(step + 1), end) - begin, offsets[step + 1] + begin);
            }
        }
    }

    private void PassStateOn(int row, int clip, int live, int nextRow)
    {
        if (live <= 0)
        {
            return;
        }

        var hidden = Hidden.AsSpan(row * Units, live * Units);
        var before = HiddenBefore.AsSpan(nextRow * Units, live * Units);
        if (_mask is null)
        {
            hidden.CopyTo(before);
        }
        else
        {
            RowKernels.Multiply(hidden, _mask.AsSpan(clip * Units, live * Units), before);
        }
    }

    private void BackwardBlock(int begin, int end)
    {
        for (var step = Layout.Lengths[begin] - 1; step >= 0; step--)
        {
            var live = Math.Min(Layout.LiveAt(step), end) - begin;
            BackwardStep(Layout.StepOffsets[step] + begin, begin, live, step);
        }
    }

    /// <summary>Applies recurrent dropout's mask to gradients by the state before a step.</summary>
    protected void MaskStateGradient(int clip, int live, Span<float> gradient)
    {
        if (_mask is not null)
        {
            RowKernels.Multiply(gradient, _mask.AsSpan(clip * Units, live * Units), gradient);
        }
    }
}
