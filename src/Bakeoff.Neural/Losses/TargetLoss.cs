using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>A loss of numbers: computed for each target over the rows that have it, then the mean over targets.</summary>
/// <remarks>A missing number contributes nothing and its output has gradient 0. A target without a defined loss in a batch is left out of
/// the mean; with none at all the loss is 0. Sums are float64, rows in rising order.</remarks>
internal abstract class TargetLoss : Loss
{
    private readonly List<double> _truth = [];
    private readonly List<double> _outputs = [];
    private double[] _slopes = [];
    private double[] _all = [];

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        if (_all.Length < outputs.Length)
        {
            (_all, _slopes) = (new double[outputs.Length], new double[outputs.Length]);
        }

        _all.AsSpan(0, outputs.Length).Clear();
        var (sum, counted) = (0.0, 0);
        for (var target = 0; target < truth.TargetCount; target++)
        {
            Collect(outputs, truth, target);
            var slopes = _slopes.AsSpan(0, _truth.Count);
            if (ComputeTarget(Span(_truth), Span(_outputs), slopes) is not { } loss)
            {
                continue;
            }

            sum += loss;
            counted++;
            Spread(slopes, truth, target);
        }

        for (var i = 0; i < gradients.Length; i++)
        {
            gradients[i] = (float)(_all[i] / Math.Max(1, counted));
        }

        return sum / Math.Max(1, counted);
    }

    /// <summary>Computes the loss of one target.</summary>
    /// <param name="truth">Numbers of the rows that have them.</param>
    /// <param name="outputs">Outputs of these rows.</param>
    /// <param name="slopes">Receives the derivative of the loss by each output.</param>
    /// <returns>The loss; null if it is not defined for these rows.</returns>
    protected abstract double? ComputeTarget(ReadOnlySpan<double> truth, ReadOnlySpan<double> outputs, Span<double> slopes);

    private static ReadOnlySpan<double> Span(List<double> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);

    private void Collect(ReadOnlySpan<float> outputs, BatchTruth truth, int target)
    {
        _truth.Clear();
        _outputs.Clear();
        for (var i = target; i < outputs.Length; i += truth.TargetCount)
        {
            if (!float.IsNaN(truth.Targets[i]))
            {
                _truth.Add(truth.Targets[i]);
                _outputs.Add(outputs[i]);
            }
        }
    }

    private void Spread(ReadOnlySpan<double> slopes, BatchTruth truth, int target)
    {
        var next = 0;
        for (var i = target; i < truth.Targets.Length; i += truth.TargetCount)
        {
            if (!float.IsNaN(truth.Targets[i]))
            {
                _all[i] = slopes[next++];
            }
        }
    }
}
