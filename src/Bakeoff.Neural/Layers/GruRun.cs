using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>GRU cell, reset after the product: n = tanh(W x + b + r (U h + b')), h' = (1 - z) n + z h,
/// gates r and z sigmoid (Cho et al., 2014; PyTorch's variant).</summary>
internal sealed class GruRun(LayerBuilder builder, string suffix, int inputs, int units, double recurrentDropout)
    : RecurrentRun(builder, suffix, inputs, units, gates: 3, recurrentDropout)
{
    // U h + b' of every row, [R, 3H]: the candidate's part is kept apart because the reset
    // gate multiplies it. Backward replaces it by its gradients.
    private float[] _recurrent = [];
    private float[] _product = [];

    protected override void PrepareForward(int rows) => _recurrent = Activations.Grow(_recurrent, rows * GateStride);

    protected override void ForwardStep(int row, int clip, int live, int step)
    {
        ProjectInput(row, live, InputBias.Values);
        for (var i = row; i < row + live; i++)
        {
            RecurrentBias.Values.CopyTo(_recurrent.AsSpan(i * GateStride));
        }

        var isContinued = step == 0 && HiddenOfPartBefore.Length > 0;
        if (step > 0 || isContinued)
        {
            Gemm.Multiply(
                Transpose.No,
                live,
                HiddenBefore.AsSpan(row * Units),
                Units,
                ForwardWeight,
                _recurrent.AsSpan(row * GateStride),
                GateStride,
                accumulate: true,
                WorkerPool.Serial);
        }

        for (var i = 0; i < live; i++)
        {
            var gates = Gates.AsSpan((row + i) * GateStride, GateWidth);
            var recurrent = _recurrent.AsSpan((row + i) * GateStride, GateWidth);
            var resetAndUpdate = gates[..(2 * Units)];
            var candidate = gates[(2 * Units)..];
            RowKernels.Add(recurrent[..(2 * Units)], resetAndUpdate);
            DeterministicMath.Sigmoid(resetAndUpdate, resetAndUpdate);
            GruKernels.AddResetPart(gates[..Units], recurrent[(2 * Units)..], candidate);
            DeterministicMath.Tanh(candidate, candidate);
            var before =
                isContinued ? HiddenOfPartBefore
                : step == 0 ? default
                : Hidden.AsSpan((Layout.StepOffsets[step - 1] + clip + i) * Units, Units);
            GruKernels.UpdateState(gates, before, Hidden.AsSpan((row + i) * Units, Units));
        }
    }

    protected override void PrepareBackward() => _product = Activations.Grow(_product, Layout.ClipCount * Units);

    protected override void BackwardStep(int row, int clip, int live, int step)
    {
        for (var i = 0; i < live; i++)
        {
            var state = StateGradient.AsSpan((clip + i) * Units, Units);
            if (HiddenGradient is not null)
            {
                RowKernels.Add(HiddenGradient.AsSpan((row + i) * Units, Units), state);
            }

            var before = step == 0 ? default : Hidden.AsSpan((Layout.StepOffsets[step - 1] + clip + i) * Units, Units);
            GruKernels.GateGradients(
                Gates.AsSpan((row + i) * GateStride, GateWidth),
                _recurrent.AsSpan((row + i) * GateStride, GateWidth),
                before,
                state);
        }

        if (step > 0)
        {
            // The way through U h is masked by recurrent dropout, the direct way z h is not, so they meet only here.
            var product = _product.AsSpan(clip * Units, live * Units);
            Gemm.Multiply(
                Transpose.No,
                live,
                _recurrent.AsSpan(row * GateStride),
                GateStride,
                BackwardWeight,
                product,
                Units,
                accumulate: false,
                WorkerPool.Serial);
            MaskStateGradient(clip, live, product);
            RowKernels.Add(product, StateGradient.AsSpan(clip * Units, live * Units));
        }
    }

    protected override void RecurrentGradients(PassContext context)
    {
        RecurrentWeightGradient(_recurrent, context);
        var sums = RecurrentBias.Gradients;
        sums.Clear();
        for (var row = 0; row < Layout.RowCount; row++)
        {
            RowKernels.Add(_recurrent.AsSpan(row * GateStride, GateWidth), sums);
        }
    }
}
