using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>LSTM cell: c' = f c + i g, h' = o tanh(c'), gates i, f, o sigmoid and g tanh
/// (Hochreiter and Schmidhuber, 1997, with forget gates).</summary>
internal sealed class LstmRun(LayerBuilder builder, string suffix, int inputs, int units, double recurrentDropout)
    : RecurrentRun(builder, suffix, inputs, units, gates: 4, recurrentDropout)
{
    private float[] _cell = [];
    private float[] _tanhCell = [];
    private float[] _cellGradient = [];
    private float[] _bias = [];
    private float[] _cellOfPartBefore = [];

    /// <summary>As every cell, and ones in the bias of the forget gates (Jozefowicz, Zaremba and Sutskever, 2015).</summary>
    public override void Initialize(SeededRandom random)
    {
        base.Initialize(random);
        InputBias.Values.Slice(Units, Units).Fill(1);
    }

    protected override void PrepareForward(int rows)
    {
        _cell = Activations.Grow(_cell, rows * Units);
        _tanhCell = Activations.Grow(_tanhCell, rows * Units);
        _bias = Activations.Grow(_bias, GateWidth);
        InputBias.Values.CopyTo(_bias);
        RowKernels.Add(RecurrentBias.Values, _bias.AsSpan(0, GateWidth));
    }

    protected override void ForwardStep(int row, int clip, int live, int step)
    {
        ProjectInput(row, live, _bias.AsSpan(0, GateWidth));
        var isContinued = step == 0 && HiddenOfPartBefore.Length > 0;
        if (step > 0 || isContinued)
        {
            Gemm.Multiply(
                Transpose.No,
                live,
                HiddenBefore.AsSpan(row * Units),
                Units,
                ForwardWeight,
                Gates.AsSpan(row * GateStride),
                GateStride,
                accumulate: true,
                WorkerPool.Serial);
        }

        for (var i = 0; i < live; i++)
        {
            var gates = Gates.AsSpan((row + i) * GateStride, GateWidth);
            DeterministicMath.Sigmoid(gates[..(2 * Units)], gates[..(2 * Units)]);
            DeterministicMath.Tanh(gates.Slice(2 * Units, Units), gates.Slice(2 * Units, Units));
            DeterministicMath.Sigmoid(gates[(3 * Units)..], gates[(3 * Units)..]);
            var cell = _cell.AsSpan((row + i) * Units, Units);
            var tanhCell = _tanhCell.AsSpan((row + i) * Units, Units);
            if (step == 0 && !isContinued)
            {
                RowKernels.Multiply(gates[..Units], gates.Slice(2 * Units, Units), cell);
            }
            else
            {
                var before = isContinued ? _cellOfPartBefore : _cell.AsSpan((Layout.StepOffsets[step - 1] + clip + i) * Units, Units);
                LstmKernels.UpdateCell(gates, before, cell);
            }

            DeterministicMath.Tanh(cell, tanhCell);
            RowKernels.Multiply(gates[(3 * Units)..], tanhCell, Hidden.AsSpan((row + i) * Units, Units));
        }
    }

    protected override void KeepState(int row) => _cellOfPartBefore = _cell.AsSpan(row * Units, Units).ToArray();

    protected override void PrepareBackward()
    {
        _cellGradient = Activations.Grow(_cellGradient, Layout.ClipCount * Units);
        _cellGradient.AsSpan(0, Layout.ClipCount * Units).Clear();
    }

    protected override void BackwardStep(int row, int clip, int live, int step)
    {
        for (var i = 0; i < live; i++)
        {
            var hiddenGradient = StateGradient.AsSpan((clip + i) * Units, Units);
            if (HiddenGradient is not null)
            {
                RowKernels.Add(HiddenGradient.AsSpan((row + i) * Units, Units), hiddenGradient);
            }

            var before = step == 0 ? default : _cell.AsSpan((Layout.StepOffsets[step - 1] + clip + i) * Units, Units);
            LstmKernels.GateGradients(
                Gates.AsSpan((row + i) * GateStride, GateWidth), before, _tanhCell.AsSpan((row + i) * Units, Units), hiddenGradient,
                _cellGradient.AsSpan((clip + i) * Units, Units));
        }

        if (step > 0)
        {
            var state = StateGradient.AsSpan(clip * Units, live * Units);
            Gemm.Multiply(
                Transpose.No,
                live,
                Gates.AsSpan(row * GateStride),
                GateStride,
                BackwardWeight,
                state,
                Units,
                accumulate: false,
                WorkerPool.Serial);
            MaskStateGradient(clip, live, state);
        }
    }

    protected override void RecurrentGradients(PassContext context)
    {
        RecurrentWeightGradient(Gates, context);
        InputBias.Gradients.CopyTo(RecurrentBias.Gradients);
    }
}
