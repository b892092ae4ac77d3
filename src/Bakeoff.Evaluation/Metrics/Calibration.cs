namespace Bakeoff.Evaluation.Metrics;

/// <summary>Agreement of confidence and accuracy. Confidence is the probability of the predicted class.</summary>
/// <param name="ExpectedCalibrationError">Mean over clips of |accuracy - confidence| in the clip's bin (ECE), 0 to 1.</param>
/// <param name="Bins">Ten bins of equal width over the confidence, for a reliability diagram.</param>
/// <remarks>Source: C. Guo et al., On calibration of modern neural networks, ICML 2017, equation 3.</remarks>
public sealed record Calibration(double ExpectedCalibrationError, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Number of bins.</summary>
    public const int BinCount = 10;

    /// <summary>The bin of a confidence.</summary>
    internal static int BinOf(double confidence) => Math.Clamp((int)Math.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);

    /// <summary>Sorts predictions into bins by confidence.</summary>
    /// <param name="clips">Classified clips.</param>
    /// <returns>Null without probabilities.</returns>
    public static Calibration? Measure(ClassifiedClips clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (clips.Probabilities.IsEmpty)
        {
            return null;
        }

        var truth = clips.Truth;
        var predicted = clips.Predicted;
        var counts = new int[BinCount];
        var correct = new int[BinCount];
        var confidence = new double[BinCount];
        for (var i = 0; i < truth.Length; i++)
        {
            var p = clips.Probabilities[(i * clips.ClassCount) + predicted[i]];
            var bin = BinOf(p);
            counts[bin]++;
            correct[bin] += truth[i] == predicted[i] ? 1 : 0;
            confidence[bin] += p;
        }

        var error = 0.0;
        var bins = new ReliabilityBin[BinCount];
        for (var bin = 0; bin < BinCount; bin++)
        {
            var count = Math.Max(1, counts[bin]);
            var (low, high) = (bin / (double)BinCount, (bin + 1) / (double)BinCount);
            bins[bin] = new ReliabilityBin(low, high, counts[bin], confidence[bin] / count, correct[bin] / (double)count);
            error += Math.Abs(correct[bin] - confidence[bin]);
        }

        return new Calibration(error / truth.Length, bins);
    }
}
