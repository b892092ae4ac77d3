using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>Functionals that are measured together, under the names of published values.</summary>
/// <param name="Names">Names in order.</param>
/// <param name="Measure">Writes a value for each name; NaN for what does not exist.</param>
/// <remarks>Source: F. Eyben, Real-time speech and music classification by large audio feature space extraction (2016), section 2.4.</remarks>
internal sealed record ContourFamily(IReadOnlyList<string> Names, Action<ContourProfile, Span<double>> Measure)
{
    private const double FrameSeconds = 0.01;
    private const int PredictionOrder = 5;

    private static readonly double[] Levels = [0.25, 0.5, 0.75, 0.9];

    /// <summary>Arithmetic mean.</summary>
    public static ContourFamily Mean { get; } = new(["amean"], static (contour, values) => values[0] = contour.Mean);

    /// <summary>Geometric mean of the magnitudes that are not 0, relative to the arithmetic mean of all magnitudes.</summary>
    public static ContourFamily Flatness { get; } = new(["flatness"], MeasureFlatness);

    /// <summary>Mean of the positive values.</summary>
    public static ContourFamily PositiveMean { get; } = new(["posamean"], MeasurePositiveMean);

    /// <summary>Root mean square.</summary>
    public static ContourFamily RootMeanSquare { get; } = new(["rqmean"], MeasureRootMeanSquare);

    /// <summary>Range, and the places of the extremes relative to the contour's length.</summary>
    public static ContourFamily Extremes { get; } = new(["range", "maxPos", "minPos"], MeasureExtremes);

    /// <summary>Lines of regression and parabolas of values relative to their range, over seconds.</summary>
    public static ContourFamily Regression { get; } = new(RegressionNames, static (contour, values) => MeasureRegression(contour, FrameSeconds, values));

    /// <summary>The same over frames.</summary>
    public static ContourFamily RegressionOverFrames { get; } = new(RegressionNames, static (contour, values) => MeasureRegression(contour, 1, values));

    /// <summary>Mean place of the magnitudes, relative to the contour's length.</summary>
    public static ContourFamily Centroid { get; } = new(["centroid"], MeasureCentroid);

    /// <summary>Quartiles, the outermost percentiles, and ranges between them.</summary>
    public static ContourFamily Percentiles { get; } = new(
        ["quartile1", "quartile2", "quartile3", "iqr1-2", "iqr2-3", "iqr1-3", "percentile1.0", "percentile99.0", "pctlrange0-1"], MeasurePercentiles);

    /// <summary>Standard deviation (population), skewness and kurtosis (3 for a normal distribution).</summary>
    public static ContourFamily Moments { get; } =
        new(["stddev", "skewness", "kurtosis"], static (contour, values) => contour.Statistics[9..12].CopyTo(values));

    /// <summary>Lengths of segments in seconds.</summary>
    public static ContourFamily Segments { get; } = new(
        ["meanSegLen", "maxSegLen", "minSegLen", "segLenStddev"],
        static (contour, values) => MeasureLengths(ContourSegments.Lengths(contour.Values, contour.Lowest, contour.Highest), values));

    /// <summary>Shares of time above levels of the range, rising, and bent upwards.</summary>
    public static ContourFamily Times { get; } = new(
        ["upleveltime25", "upleveltime50", "upleveltime75", "upleveltime90", "risetime", "leftctime"], MeasureTimes);

    /// <summary>Linear prediction of the contour: mean square of the residual and coefficients.</summary>
    public static ContourFamily Prediction { get; } = new(["lpgain", "lpc0", "lpc1", "lpc2", "lpc3", "lpc4"], MeasurePrediction);

    /// <summary>Peaks and valleys, and the slopes between them.</summary>
    public static ContourFamily Peaks { get; } = new(
        ContourPeaks.Names,
        static (contour, values) => ContourPeaks.Describe(contour.Values, contour.Range, contour.Mean, FrameSeconds, values));

    private static string[] RegressionNames => ["linregc1", "linregc2", "linregerrQ", "qregc1", "qregc2", "qregc3", "qregerrQ"];

    /// <summary>Mean, longest, shortest and deviation of lengths in frames, as seconds.</summary>
    /// <param name="lengths">Lengths; may be none.</param>
    /// <param name="values">[4] receives them; NaN without lengths.</param>
    public static void MeasureLengths(List<double> lengths, Span<double> values)
    {
        var (mean, deviation) = Contour.MeanAndDeviation(lengths);
        (values[0], values[3]) = (mean * FrameSeconds, deviation * FrameSeconds);
        (values[1], values[2]) = lengths.Count > 0 ? (lengths.Max() * FrameSeconds, lengths.Min() * FrameSeconds) : (double.NaN, double.NaN);
    }

    private static void MeasureFlatness(ContourProfile contour, Span<double> values)
    {
        var (logs, sum, count) = (0.0, 0.0, 0);
        foreach (var value in contour.Values)
        {
            if (value != 0)
            {
                logs += DeterministicMath.Log(Math.Abs(value));
                sum += Math.Abs(value);
                count++;
            }
        }

        values[0] = DeterministicMath.Exp(logs / count) / (sum / contour.Values.Length);
    }

    private static void MeasurePositiveMean(ContourProfile contour, Span<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in contour.Values)
        {
            if (value > 0)
            {
                sum += value;
                count++;
            }
        }

        values[0] = sum / count;
    }

    private static void MeasureRootMeanSquare(ContourProfile contour, Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in contour.Values)
        {
            sum += value * value;
        }

        values[0] = Math.Sqrt(sum / contour.Values.Length);
    }

    private static void MeasureExtremes(ContourProfile contour, Span<double> values)
    {
        var count = contour.Values.Length;
        (values[0], values[1], values[2]) = (contour.Range, contour.Statistics[3] / count, contour.Statistics[4] / count);
    }

    private static void MeasureRegression(ContourProfile contour, double unit, Span<double> values)
    {
        var (range, lowest) = (contour.Range, contour.Lowest);
        if (range == 0)
        {
            // Of a constant contour, what rounding leaves would be infinite relative to its range.
            values.Fill(double.NaN);
            return;
        }

        values[0] = contour.Statistics[6] / range / unit;
        values[1] = (contour.Statistics[7] - lowest) / range;
        values[2] = contour.Statistics[8] / (range * range);

        // The parabola over frames from the middle, where its three terms are independent: bend * (time^2 - square) + slope * time + mean.
        var count = contour.Values.Length;
        var middle = (count - 1) / 2.0;
        var square = ((double)count * count - 1) / 12;
        var (product, spread) = (0.0, 0.0);
        for (var t = 0; t < count; t++)
        {
            var basis = (t - middle) * (t - middle) - square;
            product += contour.Values[t] * basis;
            spread += basis * basis;
        }

        var (bend, slope, mean) = (product / spread, contour.Statistics[6], contour.Mean);
        values[3] = bend / range / (unit * unit);
        values[4] = (slope - 2 * bend * middle) / range / unit;
        values[5] = (mean - slope * middle + bend * (middle * middle - square) - lowest) / range;
        values[6] = (contour.Statistics[8] - bend * bend * spread / count) / (range * range);
    }

    private static void MeasureCentroid(ContourProfile contour, Span<double> values)
    {
        var (moment, sum) = (0.0, 0.0);
        for (var t = 0; t < contour.Values.Length; t++)
        {
            var size = Math.Abs(contour.Values[t]);
            moment += t * size;
            sum += size;
        }

        values[0] = moment / sum / contour.Values.Length;
    }

    private static void MeasurePercentiles(ContourProfile contour, Span<double> values)
    {
        var sorted = contour.Sorted;
        var (first, second, third) = (Contour.Percentile(sorted, 0.25), Contour.Percentile(sorted, 0.5), Contour.Percentile(sorted, 0.75));
        (values[0], values[1], values[2]) = (first, second, third);
        (values[3], values[4], values[5]) = (second - first, third - second, third - first);
        (values[6], values[7]) = (Contour.Percentile(sorted, 0.01), Contour.Percentile(sorted, 0.99));
        values[8] = values[7] - values[6];
    }

    private static void MeasureTimes(ContourProfile contour, Span<double> values)
    {
        var all = contour.Values;
        values[..6].Clear();
        for (var t = 0; t < all.Length; t++)
        {
            for (var level = 0; level < Levels.Length; level++)
            {
                values[level] += all[t] > contour.Lowest + Levels[level] * contour.Range ? 1 : 0;
            }

            values[4] += t > 0 && all[t] > all[t - 1] ? 1 : 0;
            values[5] += t > 1 && all[t] - all[t - 1] > all[t - 1] - all[t - 2] ? 1 : 0;
        }

        for (var i = 0; i < 6; i++)
        {
            // There is a rise less than there are values, and a bend less than rises.
            values[i] /= Math.Max(all.Length - Math.Max(i - Levels.Length + 1, 0), 0);
        }
    }

    private static void MeasurePrediction(ContourProfile contour, Span<double> values)
    {
        Span<double> coefficients = stackalloc double[PredictionOrder + 1];
        if (LinearPrediction.Predict(contour.Values, coefficients, out var error))
        {
            values[0] = error / contour.Values.Length;
            coefficients[1..].CopyTo(values[1..]);
            return;
        }

        values[..6].Fill(double.NaN);
    }
}
