using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Ensembles;

/// <summary>Makes one prediction of the predictions of several models. An ensemble's file keeps it.</summary>
/// <remarks>
/// <para>Source of stacking: D. Wolpert, Stacked generalization, Neural Networks 5 (1992); of log-probabilities as its inputs and a
/// regularised model above: K. Ting and I. Witten, Issues in stacked generalization, JAIR 10 (1999).</para>
/// <para>Determinism: sums run in the order of the members, in float64; equal predictions give equal bits.</para>
/// </remarks>
public sealed record Fusion
{
    /// <summary>Probabilities below this count as this where logarithms are taken, so that no member's 0 decides alone.</summary>
    public const double SmallestProbability = 1e-6;

    /// <summary>Weight of the data against the squared penalty of stacking, as in <see cref="LogisticRegressionOptions.C"/>.</summary>
    public const double StackingC = 1;

    /// <summary>The rule.</summary>
    [JsonPropertyName("by")]
    public required FusionRule By { get; init; }

    /// <summary>Number of held-out clips that stacking was fitted on; 0 for other rules.</summary>
    [JsonPropertyName("clips")]
    public int Clips { get; init; }

    /// <summary>Of stacking, shape [K, M K + 1] row by row: for each class a factor of each log-probability, member by member, and the
    /// intercept. Empty for other rules.</summary>
    [JsonPropertyName("coefficients")]
    public IReadOnlyList<double> Coefficients { get; init; } = [];

    /// <summary>Learns the weights of stacking; the other rules have nothing to learn.</summary>
    /// <param name="heldOut">Outputs of each member for clips that it was not trained on, shape [clips, K] each.</param>
    /// <param name="classes">Class of each clip.</param>
    /// <param name="classCount">K.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <exception cref="ClassifierException">A class has no clip.</exception>
    public static Fusion Stack(IReadOnlyList<float[,]> heldOut, int[] classes, int classCount, int threads)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(classes);
        var width = heldOut.Count * classCount;
        double[] rows = [.. Enumerable.Range(0, classes.Length).SelectMany(clip => LogProbabilities(heldOut, clip, classCount))];
        var options = new LogisticRegressionOptions { C = StackingC };
        var fitted = options.Train(new TrainingRows(new DesignMatrix(rows, width), classes, classCount), seed: 0, threads);
        return new Fusion
        {
            By = FusionRule.Stacking,
            Clips = classes.Length,
            Coefficients = new ClassifierArrays(fitted.ToArrays()).Take("coefficients", classCount, width + 1).Values,
        };
    }

    /// <summary>Combines predictions.</summary>
    /// <param name="members">Outputs of each member: the probabilities of the classes, then numbers, shape [clips, classes + numbers].</param>
    /// <param name="classCount">K, the number of classes.</param>
    /// <returns>The same of the ensemble. Numbers are averaged whatever the rule.</returns>
    public float[,] Combine(IReadOnlyList<float[,]> members, int classCount)
    {
        ArgumentNullException.ThrowIfNull(members);
        var combined = new float[members[0].GetLength(0), members[0].GetLength(1)];
        double[] coefficients = [.. Coefficients];
        for (var clip = 0; clip < combined.GetLength(0); clip++)
        {
            for (var k = 0; k < combined.GetLength(1); k++)
            {
                combined[clip, k] = (float)(members.Sum(member => (double)member[clip, k]) / members.Count);
            }

            if (By != FusionRule.Mean)
            {
                var scores = Scores(LogProbabilities(members, clip, classCount), coefficients, classCount);
                Softmax.Apply(scores);
                for (var k = 0; k < classCount; k++)
                {
                    combined[clip, k] = (float)scores[k];
                }
            }
        }

        return combined;
    }

    private double[] Scores(double[] logs, double[] coefficients, int classCount)
    {
        var scores = new double[classCount];
        if (By == FusionRule.Stacking)
        {
            LinearClassifier.Score(coefficients, logs, scores);
            return scores;
        }

        for (var i = 0; i < logs.Length; i++)
        {
            scores[i % classCount] += logs[i];
        }

        var members = logs.Length / classCount;
        return Array.ConvertAll(scores, score => score / members);
    }

    /// <summary>Log-probabilities of a clip, those of the first member first.</summary>
    private static double[] LogProbabilities(IReadOnlyList<float[,]> members, int clip, int classCount) =>
    [
        .. members.SelectMany(member => Enumerable.Range(0, classCount).Select(
            k => DeterministicMath.Log(Math.Max(member[clip, k], SmallestProbability)))),
    ];
}
