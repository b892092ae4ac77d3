using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One recurrent cell run over packed rows in one direction.</summary>
/// <remarks>
/// <para>Legend: R packed rows, B clips, I inputs, H units, G gates x H. Clips do not meet inside a cell, so the pool splits clips into blocks, and each block
/// runs through all its steps without waiting for another. Blocks change who computes a row, never how.</para>
/// <para>Weights are PyTorch's: <c>weight_ih [G, I]</c>, <c>weight_hh [G, H]</c>, <c>bias_ih [G]</c>, <c>bias_hh [G]</c>.</para>
/// </remarks>
internal abstract class RecurrentRun
{
    /// <summary>Clips in one block: two tiles of the matrix kernel, few enough to split a batch among threads.</summary>
    private const int BlockClips = 16;

    private static readonly Action<int, RecurrentRun> s_forwardBlock = static (block, run) => run.ForwardBlock(block * BlockClips, Math.Min((block + 1) * BlockClips, run.Layout.ClipCount));
    private static readonly Action<int, RecurrentRun> s_backwardBlock = static (block, run) => run.BackwardBlock(block * BlockClips, Math.Min((block + 1) * BlockClips, run.Layout.ClipCount));

    private readonly DropoutMask _dropout;
    private readonly double _dropoutRate;
    private float[]? _mask;

    protected RecurrentRun(LayerBuilder builder, string suffix, int inputs, int units, int gates, double recurrentDropout)
    {
        Store = builder.Store;
        Inputs = inputs;
        Units = units;
        GateWidth = gates * units;
        InputWeight = builder.Weight("weight_ih" + suffix, GateWidth, inputs);
        RecurrentWeight = builder.Weight("weight_hh" + suffix, GateWidth, units);
        InputBias = builder.Bias("bias_ih" + suffix, GateWidth);
        RecurrentBias = builder.Bias("bias_hh" + suffix, GateWidth);
        _dropout = new DropoutMask(builder.Name + suffix, recurrentDropout);
        _dropoutRate = recurrentDropout;
    }

    /// <summary>State after each step, [R, H].</summary>
    public float[] Hidden { get; private set; } = [];

    /// <summary>On entry to <see cref="Backward"/> the gradient by each clip's last state, [B, H]; used up there.</summary>
    public float[] StateGradient { get; private set; } = [];

    /// <summary>Rows of gates, [R, G]: values after the forward pass, gradients before the non-linearities after the backward pass.</summary>
    protected float[] Gates { get; private set; } = [];

    /// <summary>State before each step after recurrent dropout, [R, H]; the rows of step 0 are not used, since that state is zero.</summary>
    protected float[] HiddenBefore { get; private set; } = [];

    /// <summary>Gradient by every state when the whole sequence is used, [R, H]; null when only last states are.</summary>
    protected float[]? HiddenGradient { get; private set; }

    protected ParameterStore Store { get; }

    protected int Inputs { get; }

    protected int Units { get; }

    protected int GateWidth { get; }

    protected Parameter InputWeight { get; }

    protected Parameter RecurrentWeight { get; }

    protected Parameter InputBias { get; }

    protected Parameter RecurrentBias { get; }

    protected PackedLayout Layout { get; private set; } = new();

    public virtual void Initialize(SeededRandom random)
    {
        Initializers.GlorotUniform(Store.Value(InputWeight), Inputs, GateWidth, random);
        Initializers.Orthogonal(Store.Value(RecurrentWeight), GateWidth, Units, random);
    }

    public void Forward(float[] x, PackedLayout layout, PassContext context)
    {
        Layout = layout;
        var rows = layout.RowCount;
        Hidden = Activations.Grow(Hidden, rows * Units);
        HiddenBefore = Activations.Grow(HiddenBefore, rows * Units);
        Gates = Activations.Grow(Gates, rows * GateWidth);
        _mask = context.IsTraining && _dropoutRate > 0 ? _dropout.Draw(layout.ClipCount * Units, context) : null;
        PrepareForward(rows);
        Gemm.Multiply(Transpose.No, Transpose.Yes, rows, GateWidth, Inputs, x, Inputs, Store.Value(InputWeight), Inputs, Gates, GateWidth, accumulate: true, context.Pool);
        context.Pool.Run((layout.ClipCount + BlockClips - 1) / BlockClips, this, s_forwardBlock);
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
        context.Pool.Run((Layout.ClipCount + BlockClips - 1) / BlockClips, this, s_backwardBlock);
        Gemm.Multiply(
            Transpose.Yes, Transpose.No, GateWidth, Inputs, rows, Gates, GateWidth, x, Inputs, Store.Gradient(InputWeight), Inputs, accumulate: false, context.Pool);
        RowKernels.SumColumns(Gates.AsSpan(0, rows * GateWidth), Store.Gradient(InputBias));
        if (inputGradient is not null)
        {
            Gemm.Multiply(Transpose.No, Transpose.No, rows, Inputs, GateWidth, Gates, GateWidth, Store.Value(InputWeight), Inputs, inputGradient, Inputs, accumulate: false, context.Pool);
        }

        RecurrentGradients(context);
    }

    /// <summary>Sizes the cell's own buffers and writes the biases into the gates.</summary>
    protected abstract void PrepareForward(int rows);

    protected abstract void PrepareBackward();

    protected abstract void ForwardStep(int row, int clip, int live, int step);

    /// <summary>Gates to gate gradients for one step of a block; leaves in <see cref="StateGradient"/> what goes to the step before, when there is one.</summary>
    protected abstract void BackwardStep(int row, int clip, int live, int step);

    protected abstract void RecurrentGradients(PassContext context);

    /// <summary>weight_hh gradient from gate gradients [R, G]: all steps but the first in one product.</summary>
    protected void RecurrentWeightGradient(float[] gateGradient, PassContext context)
    {
        var first = Layout.ClipCount;
        Gemm.Multiply(
            Transpose.Yes, Transpose.No, GateWidth, Units, Layout.RowCount - first, gateGradient.AsSpan(first * GateWidth), GateWidth,
            HiddenBefore.AsSpan(first * Units), Units, Store.Gradient(RecurrentWeight), Units, accumulate: false, context.Pool);
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
                HandOn(row, begin, Math.Min(Layout.LiveAt(step + 1), end) - begin, offsets[step + 1] + begin);
            }
        }
    }

    private void HandOn(int row, int clip, int live, int nextRow)
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
