using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Comparing;

/// <summary>The latest results of one experiment, or of one member of a sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Full path of its results.</param>
/// <param name="Metrics">Single metrics by name, in the order of <c>metrics.json</c>.</param>
/// <param name="Leaks">
/// Leaks between training and test side, as the YAML names them; <c>transductive_normalization</c> among them where features were
/// normalised by test clips.
/// </param>
/// <param name="UnknownLeaks">Leaks that may exist unnoticed, because speakers or texts are unknown.</param>
/// <param name="Parameters">What these results were made with, by dotted key; settings that changed since do not count.</param>
/// <param name="Labels">Names of the classes.</param>
/// <param name="Predictions">One a test clip.</param>
public sealed record ComparedExperiment(
    string Name,
    string Folder,
    IReadOnlyList<(string Name, double Value)> Metrics,
    IReadOnlyList<string> Leaks,
    IReadOnlyList<string> UnknownLeaks,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<string> Labels,
    IReadOnlyList<Prediction> Predictions)
{
    /// <summary>Leaks in one line; <c>none</c> only where all speakers and texts are known.</summary>
    public string LeaksText => Leaks.Count + UnknownLeaks.Count == 0
        ? "none"
        : string.Join(", ", Leaks.Concat(UnknownLeaks.Select(static leak => leak + " cannot be known")));

    /// <summary>A metric by the name that <c>metrics.json</c> gives it; null when it is not there.</summary>
    public double? Figure(string name)
    {
        foreach (var (key, value) in Metrics)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
