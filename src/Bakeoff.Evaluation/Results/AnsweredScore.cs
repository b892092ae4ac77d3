using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Test clips that are answered where uncertain answers are withheld.</summary>
/// <param name="RejectBelow">Clips whose most probable label has a smaller probability get no answer.</param>
/// <param name="Answered">Share of the test clips that get one.</param>
/// <param name="Accuracy">Share of these that are recognised; null if none is answered.</param>
/// <param name="Interval">Its 95 % interval; null for a single unit.</param>
public sealed record AnsweredScore(
    [property: JsonPropertyName("reject_below")] double RejectBelow,
    [property: JsonPropertyName("answered")] double Answered,
    [property: JsonPropertyName("accuracy")] double? Accuracy,
    [property: JsonPropertyName("interval")] BootstrapInterval? Interval)
{
    /// <summary>Counts answers.</summary>
    /// <param name="predictions">Predictions with probabilities, at least one; those without a label are left out.</param>
    /// <param name="rejectBelow">The threshold.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>answered</c> is used.</param>
    public static AnsweredScore Measure(IReadOnlyList<Prediction> predictions, double rejectBelow, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        List<Prediction> clips = [.. predictions.Where(static clip => clip.Label.Length > 0)];
        double[] answered = [.. clips.Select(clip => clip.Probabilities.Max() >= rejectBelow ? 1.0 : 0)];
        double[] right = [.. clips.Select((clip, i) => clip.Predicted == clip.Label ? answered[i] : 0)];
        var units = new BootstrapUnits([.. clips.Select(static clip => clip.Speaker)]);
        var interval = new SumBootstrap(units, [answered, right]).Intervals(
            [static sums => sums[0] > 0 ? sums[1] / sums[0] : double.NaN], new SeededRandom(seed, "answered"));
        var (answers, rights) = (answered.Count(static of => of > 0), right.Count(static of => of > 0));
        return new AnsweredScore(
            rejectBelow, answers / (double)clips.Count, answers == 0 ? null : rights / (double)answers, answers == 0 ? null : interval[0]);
    }
}
