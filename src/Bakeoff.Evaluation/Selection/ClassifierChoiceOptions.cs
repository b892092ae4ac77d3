using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Classifiers;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Candidates for the classifier: the <c>classifier:</c> section.</summary>
public sealed record ClassifierChoiceOptions : IValidatedOptions
{
    /// <summary>Classifiers with their hyper-parameters. The one with the best UAR (of targets, mean CCC) over the inner folds is trained on the
    /// whole training side; ties go to the first.</summary>
    [JsonPropertyName("candidates"), MinLength(1)]
    public required IReadOnlyList<ClassifierOptions> Candidates { get; init; }

    /// <summary>Number of inner folds; never more than groups. By voice, there is one for each imitated speaker. Range 2..100. Default
    /// 5.</summary>
    [JsonPropertyName("folds")]
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>Clips that stay on one side of an inner fold together: none, speaker, text, speaker_text, speaker_and_text, voice (an imitated
    /// speaker), or a column of the corpus, such as session. Default: as on the test side. By speaker needs two training speakers; with one,
    /// folds are by imitated speaker (augmentation.voice: each_copy), without those by text, and without texts by clip.</summary>
    [JsonPropertyName("group_by")]
    public string? GroupBy { get; init; }

    /// <summary>Rows of classes of different size, in every training of a candidate: over, under, smote. Whatever comes again or is new
    /// is made of the clips that train, after scaling. Default none.</summary>
    [JsonPropertyName("sampling"), ParameterIfGiven]
    public RowSampling Sampling { get; init; }

    /// <summary>
    /// Statistics of the training side by which features are scaled, unless normalization is none: standard, mean and standard deviation (not
    /// after normalization: speaker); robust, median and interquartile range, and what is beyond 1.5 standard deviations of a normal
    /// distribution is set to them, so that a few extreme clips neither stretch a feature nor decide alone. Default standard.
    /// </summary>
    [JsonPropertyName("scaling"), ParameterIfGiven]
    public FeatureScaling Scaling { get; init; }

    /// <summary>
    /// Candidate that is taken: best, or simplest, the first listed whose UAR is behind the best by no more than one standard error of the
    /// difference over the inner folds; list the most regularised first. Default best.
    /// </summary>
    [JsonPropertyName("choose"), ParameterIfGiven]
    public CandidateRule Choose { get; init; }

    /// <summary>True to evaluate a single candidate on the inner folds as well; members of a search have it set. Default false.</summary>
    [JsonPropertyName("score_single"), ParameterIfGiven]
    public bool ScoreSingle { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => Candidates
        .GroupBy(static candidate => candidate)
        .Where(static same => same.Skip(1).Any())
        .Select(static same => new OptionProblem(
            "candidates", $"has {same.Key.ToYaml()} twice, expected each candidate once. Remove one, or change its options."));
}
