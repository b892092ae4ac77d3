using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Selection;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Which classifier is trained: the <c>classifier:</c> section.</summary>
public sealed record ClassifierChoiceOptions
{
    /// <summary>Classifiers with their hyper-parameters. Of several, the one with the best UAR over the inner folds is trained on the whole training side; the first of equals.</summary>
    [JsonPropertyName("candidates"), MinLength(1)]
    public required IReadOnlyList<ClassifierOptions> Candidates { get; init; }

    /// <summary>Inner folds, at most as many as there are groups; by voice, one a voice. Range 2..100. Default 5.</summary>
    [JsonPropertyName("folds")]
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>What the inner folds keep together. Default: as the test side does; by speaker needs two speakers to train on, else it is by imitated voice (augmentation.voice: each_copy), without those by text, and without texts by clip.</summary>
    [JsonPropertyName("group_by")]
    public InnerGrouping? GroupBy { get; init; }
}
