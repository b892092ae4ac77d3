using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y_t = x_t + p_t with sinusoidal positions, computed in float64 and rounded once.</summary>
internal sealed class PositionsLayer : Layer
{
    private readonly IReadOnlyList<double> _frequencies;
    private float[] _positions = [];
    private int _rowCount;

    // Of the one clip that comes in parts.
    private int _framesBefore;

    public PositionsLayer(string name, LayerShape input)
        : base(name, input, input)
    {
        input.RequireFrames(name);

        _frequencies = PositionsOptions.Frequencies(input.Features);
    }

    internal override bool TakesParts => true;

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        _framesBefore = context.IsFirstPart ? 0 : _framesBefore;
        ComputePositions(_framesBefore + layout.StepCount);
        Result.Resize(input.Rows, input.Width, layout);
        input.Values.CopyTo(Result.Values);
        for (var step = 0; step < layout.StepCount; step++)
        {
            var position = _positions.AsSpan((_framesBefore + step) * input.Width, input.Width);
            for (var clip = 0; clip < layout.LiveAt(step); clip++)
            {
                RowKernels.Add(position, Result.ValueArray.AsSpan(layout.Row(step, clip) * input.Width, input.Width));
            }
        }

        _framesBefore += layout.StepCount;
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        if (wantInputGradient)
        {
            Result.Gradients.CopyTo(input.Gradients);
        }
    }

    private void ComputePositions(int rowCount)
    {
        var width = _frequencies.Count;
        if (rowCount * width > _positions.Length)
        {
            Array.Resize(ref _positions, Math.Max(rowCount, 2 * _rowCount) * width);
        }

        for (; _rowCount < rowCount; _rowCount++)
        {
            for (var feature = 0; feature < width; feature++)
            {
                var angle = _rowCount * _frequencies[feature];
                _positions[(_rowCount * width) + feature] =
                    (float)(feature % 2 == 0 ? DeterministicMath.Sin(angle) : DeterministicMath.Cos(angle));
            }
        }
    }
}
