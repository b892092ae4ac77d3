namespace Bakeoff.Neural.Losses;

/// <summary>Mean over the rows of a function of the difference, output less truth.</summary>
/// <param name="function">The function and its derivative.</param>
internal sealed class DifferenceLoss(Func<double, (double Value, double Slope)> function) : TargetLoss
{
    /// <summary>Squared difference, as PyTorch's <c>MSELoss</c>.</summary>
    public static DifferenceLoss Squared() => new(static difference => (difference * difference, 2 * difference));

    /// <summary>Absolute difference, as PyTorch's <c>L1Loss</c>.</summary>
    public static DifferenceLoss Absolute() => new(static difference => (Math.Abs(difference), Math.Sign(difference)));

    /// <summary>Half the squared difference up to delta, linear beyond, as PyTorch's <c>HuberLoss</c>.</summary>
    public static DifferenceLoss Huber(double delta) => new(difference => Math.Abs(difference) <= delta
        ? (difference * difference / 2, difference)
        : (delta * (Math.Abs(difference) - (delta / 2)), delta * Math.Sign(difference)));

    /// <inheritdoc/>
    protected override double? ComputeTarget(ReadOnlySpan<double> truth, ReadOnlySpan<double> outputs, Span<double> slopes)
    {
        if (truth.Length == 0)
        {
            return null;
        }

        var sum = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            var difference = outputs[i] - truth[i];
            if (double.IsNaN(difference))
            {
                return double.NaN;
            }

            var (value, slope) = function(difference);
            sum += value;
            slopes[i] = slope / truth.Length;
        }

        return sum / truth.Length;
    }
}
