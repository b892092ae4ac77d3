using System.Globalization;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Confidence;

/// <summary>Fits a calibration on held-out clips.</summary>
/// <remarks>
/// <para>The temperature has the least log loss between 0.05 and 100. Weights and offsets of vector scaling have the least sum of log losses
/// and half the squares of their distance from 1 and 0, so that classes that are told apart without error do not send them to
/// infinity.</para>
/// <para>Deterministic. Agrees with SciPy's optimisers (tests/fixtures/calibration).</para>
/// </remarks>
public static class CalibrationFitter
{
    /// <summary>Fewest held-out clips.</summary>
    public const int LeastClips = 20;

    /// <summary>Fewest held-out clips of each class for vector scaling.</summary>
    public const int LeastClipsOfClass = 10;

    private const double LeastTemperature = 0.05;
    private const double MostTemperature = 100;
    private const int Bisections = 100;
    private const int StepCount = 20;
    private static readonly double[] Coverages = [0.8, 0.9, 0.95];

    /// <summary>Fits a calibration, and counts what confidence is worth on the same clips.</summary>
    /// <param name="method">Temperature or vector.</param>
    /// <param name="clips">Clips that the model was not trained on.</param>
    /// <returns>A calibration, which names the obstacle where there are too few clips, or none that is classified wrongly.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The method is none.</exception>
    public static ProbabilityCalibration Fit(CalibrationMethod method, HeldOutClips clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentOutOfRangeException.ThrowIfEqual((int)method, (int)CalibrationMethod.None, nameof(method));
        var calibration = new ProbabilityCalibration
        {
            Method = method,
            HeldOutBy = clips.By,
            Clips = clips.Classes.Count,
            Smallest = clips.Smallest,
        };
        if (FindObstacle(method, clips) is { } obstacle)
        {
            return calibration with { Obstacle = obstacle };
        }

        double[][] logs =
        [
            .. clips.Probabilities.Select(row => Array.ConvertAll(row, p => DeterministicMath.Log(Math.Max(p, clips.Smallest)))),
        ];
        int[] classes = [.. clips.Classes];
        var classCount = logs[0].Length;
        calibration = method == CalibrationMethod.Temperature
            ? WithTemperature(calibration, classCount, FitTemperature(logs, classes))
            : WithVector(calibration, FitVector(logs, classes));
        double[] identity = [.. Enumerable.Repeat(1.0, classCount), .. new double[classCount]];
        return Measure(calibration, clips) with
        {
            LossBefore = SumOfLosses(logs, classes, identity, gradient: null) / classes.Length,
            LossAfter = SumOfLosses(logs, classes, [.. calibration.Weights, .. calibration.Biases], gradient: null) / classes.Length,
        };
    }

    private static string? FindObstacle(CalibrationMethod method, HeldOutClips clips)
    {
        var count = clips.Classes.Count;
        if (count < LeastClips)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{count} clips were held out, expected at least {LeastClips}");
        }

        if (method == CalibrationMethod.Vector)
        {
            var fewest = Enumerable.Range(0, clips.Probabilities[0].Length).Min(k => clips.Classes.Count(own => own == k));
            if (fewest < LeastClipsOfClass)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"{fewest} clips of a class were held out, expected at least {LeastClipsOfClass} for vector");
            }
        }

        var right = clips.Classes.Zip(clips.Probabilities).Count(static clip => Softmax.ArgMax(clip.Second) == clip.First);
        return right < count
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"all {count} held-out clips are classified correctly, expected at least one wrong");
    }

    private static ProbabilityCalibration WithTemperature(ProbabilityCalibration calibration, int classCount, double temperature) =>
        calibration with
        {
            Temperature = temperature,
            Weights = [.. Enumerable.Repeat(1 / temperature, classCount)],
            Biases = new double[classCount],
        };

    private static ProbabilityCalibration WithVector(ProbabilityCalibration calibration, double[] parameters) =>
        calibration with
        {
            Weights = parameters[..(parameters.Length / 2)],
            Biases = parameters[(parameters.Length / 2)..],
        };

    // The log loss is convex in 1 / temperature: its slope has one zero, or none within the range.
    private static double FitTemperature(double[][] logs, int[] classes)
    {
        var (low, high) = (1 / MostTemperature, 1 / LeastTemperature);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (Slope(logs, classes, middle) > 0)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return 1 / Math.Sqrt(low * high);
    }

    /// <summary>Derivative of the sum of log losses by the inverse temperature: expected minus true log-probability.</summary>
    private static double Slope(double[][] logs, int[] classes, double inverse)
    {
        var slope = 0.0;
        var scaled = new double[logs[0].Length];
        for (var clip = 0; clip < logs.Length; clip++)
        {
            for (var k = 0; k < scaled.Length; k++)
            {
                scaled[k] = inverse * logs[clip][k];
            }

            Softmax.Apply(scaled);
            for (var k = 0; k < scaled.Length; k++)
            {
                slope += scaled[k] * logs[clip][k];
            }

            slope -= logs[clip][classes[clip]];
        }

        return slope;
    }

    private static double[] FitVector(double[][] logs, int[] classes)
    {
        var classCount = logs[0].Length;
        return Lbfgs.Minimise([.. Enumerable.Repeat(1.0, classCount), .. new double[classCount]], (parameters, gradient) =>
        {
            Array.Clear(gradient);
            var value = SumOfLosses(logs, classes, parameters, gradient);
            for (var i = 0; i < parameters.Length; i++)
            {
                var distance = parameters[i] - (i < classCount ? 1 : 0);
                value += 0.5 * distance * distance;
                gradient[i] += distance;
            }

            return value;
        });
    }

    /// <summary>Sum of the negative log-likelihoods for weights [K] and then offsets [K]; adds its gradient, unless that is null.</summary>
    private static double SumOfLosses(double[][] logs, int[] classes, double[] parameters, double[]? gradient)
    {
        var sum = 0.0;
        var scores = new double[logs[0].Length];
        for (var clip = 0; clip < logs.Length; clip++)
        {
            for (var k = 0; k < scores.Length; k++)
            {
                scores[k] = (parameters[k] * logs[clip][k]) + parameters[scores.Length + k];
            }

            var own = scores[classes[clip]];
            sum += Softmax.Apply(scores) - own;
            if (gradient is not null)
            {
                for (var k = 0; k < scores.Length; k++)
                {
                    var error = scores[k] - (k == classes[clip] ? 1 : 0);
                    gradient[k] += error * logs[clip][k];
                    gradient[scores.Length + k] += error;
                }
            }
        }

        return sum;
    }

    // Counted on float32, as predictions are compared.
    private static ProbabilityCalibration Measure(ProbabilityCalibration calibration, HeldOutClips clips)
    {
        var count = clips.Classes.Count;
        var (confidences, isRight, ofTruth) = (new float[count], new bool[count], new float[count]);
        for (var clip = 0; clip < count; clip++)
        {
            var row = (double[])clips.Probabilities[clip].Clone();
            calibration.Apply(row);
            var best = Softmax.ArgMax(row);
            (confidences[clip], isRight[clip]) = ((float)row[best], best == clips.Classes[clip]);
            ofTruth[clip] = (float)row[clips.Classes[clip]];
        }

        Array.Sort(ofTruth);
        Array.Reverse(ofTruth);
        return calibration with
        {
            Steps =
            [
                .. Enumerable.Range(0, StepCount).Select(static step => step / (double)StepCount).Select(threshold => new ConfidenceStep(
                    threshold,
                    confidences.Count(confidence => confidence >= threshold),
                    confidences.Index().Count(clip => clip.Item >= threshold && isRight[clip.Index]))),
            ],
            Conformal =
            [
                .. Coverages.Select(coverage => new ConformalLevel(coverage, ofTruth[Rank(coverage, count) - 1])),
            ],
        };
    }

    // The ceil((n + 1) coverage)-th largest probability of the true label; with 20 clips and more, there is one up to a coverage of 0.95.
    private static int Rank(double coverage, int clips) => (int)Math.Ceiling(((clips + 1) * coverage) - 1e-9);
}
