namespace Bakeoff.Evaluation.Metrics;

/// <summary>How far the probability of the predicted class can be believed.</summary>
/// <param name="ExpectedCalibrationError">Mean over clips of |accuracy - confidence| of the clip's bin (ECE), 0 to 1.</param>
/// <param name="Bins">Ten bins of equal width over the confidence, for a reliability diagram.</param>
/// <remarks>Source: C. Guo et al., On calibration of modern neural networks, ICML 2017, equation 3. Confidence is the probability of the predicted class.</remarks>
public sealed record Calibration(double ExpectedCalibrationError, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Number of bins.</summary>
    public const int BinCount = 10;

    /// <summary>Bins predictions by confidence.</summary>
    /// <param name="truth">True class of each clip.</param>
    /// <param name="predicted">Predicted class of each clip.</param>
    /// <param name="probabilities">Shape [clips, K].</param>
    /// <param name="classes">K.</param>
    internal static Calibration Measure(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> probabilities, int classes)
    {
        var counts = new int[BinCount];
        var correct = new int[BinCount];
        var confidence = new double[BinCount];
        for (var i = 0; i < truth.Length; i++)
        {
            var p = probabilities[(i * classes) + predicted[i]];
            var bin = Math.Clamp((int)Math.Ceiling(p * BinCount) - 1, 0, BinCount - 1);
            counts[bin]++;
            correct[bin] += truth[i] == predicted[i] ? 1 : 0;
            confidence[bin] += p;
        }

        var error = 0.0;
        var bins = new ReliabilityBin[BinCount];
        for (var bin = 0; bin < BinCount; bin++)
        {
            var count = Math.Max(1, counts[bin]);
            bins[bin] = new ReliabilityBin(bin / (double)BinCount, (bin + 1) / (double)BinCount, counts[bin], confidence[bin] / count, correct[bin] / (double)count);
            error += Math.Abs(correct[bin] - confidence[bin]);
        }

        return new Calibration(error / truth.Length, bins);
    }
}
