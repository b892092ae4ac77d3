using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;

namespace Bakeoff.Experiments.Comparing;

/// <summary>
/// The latest results of one experiment, of one member of a sweep, or of the members that differ in nothing but their seed.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Full path of its results; nothing need be there for several seeds.</param>
/// <param name="Result">Metrics and predictions over its seeds.</param>
public sealed record ComparedExperiment(string Name, string Folder, SeedsResult Result)
{
    /// <summary>
    /// Leaks between training and test side, as the YAML names them; <c>transductive_normalization</c> among them where features were
    /// normalised by test clips.
    /// </summary>
    public required IReadOnlyList<string> Leaks { get; init; }

    /// <summary>Leaks that may exist unnoticed, because speakers or texts are unknown.</summary>
    public required IReadOnlyList<string> UnknownLeaks { get; init; }

    /// <summary>
    /// Parameters of these results by dotted key, whatever the settings say now; of several seeds, <c>seed</c> lists all.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Names of the classes; none where numbers alone are predicted.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Names of the numbers that are predicted; none for classes alone.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Metrics of classes by the values of columns; of several seeds joined. Default: none.</summary>
    public IReadOnlyList<GroupBreakdown> Groups { get; init; } = [];

    /// <summary>Metrics of predicted numbers by the values of columns.</summary>
    public IReadOnlyList<GroupBreakdown> NumberGroups { get; init; } = [];

    /// <summary>Answers where uncertain ones are withheld, one a seed; empty where none are.</summary>
    public IReadOnlyList<AnsweredScore> Answered { get; init; } = [];

    /// <summary>Figures that others published, as its latest report had them. Default: none.</summary>
    public IReadOnlyList<ReferenceOptions> References { get; init; } = [];

    /// <summary>The members of the sweep that it joins, one a seed; empty for one run.</summary>
    public IReadOnlyList<ComparedExperiment> Members { get; init; } = [];

    /// <summary>The clips that it was tested on.</summary>
    internal TestedClips Tested => field ??= new TestedClips(Result);

    /// <summary>Name of the corpus; a dash where the record does not tell.</summary>
    public string Corpus => Parameters.GetValueOrDefault("dataset.name", "-");

    /// <summary>The rule that drew the test side, as in YAML; a dash where the record does not tell.</summary>
    public string Split => Parameters.GetValueOrDefault("split.by", "-");

    /// <summary>Leaks in one line; <c>none</c> only where all speakers and texts are known.</summary>
    public string LeaksText => Leaks.Count + UnknownLeaks.Count == 0
        ? "none"
        : string.Join(", ", Leaks.Concat(UnknownLeaks.Select(static leak => leak + " cannot be known")));

    /// <summary>A metric by the name that <c>metrics.json</c> gives it, the mean over the seeds; null when it is not there.</summary>
    public double? Figure(string name)
    {
        foreach (var (key, value) in Result.Numbers)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
