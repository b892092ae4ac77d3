using Bakeoff.Classifiers.Explanations;
using Bakeoff.Experiments.Importance;

namespace Bakeoff.Experiments.Explaining;

/// <summary>The prediction of a model for one recording, divided among its features.</summary>
/// <param name="Outputs">Names of the K outputs: labels, or numbers.</param>
/// <param name="Features">Names of the F features.</param>
/// <param name="Values">Values of the features, shape [F].</param>
/// <param name="Scale">Scale of the outputs.</param>
/// <param name="Shares">Base values and contributions; of several folds, their means, which add up to the mean of the outputs.</param>
/// <param name="Models">Number of models.</param>
public sealed record ClipExplanation(
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Features,
    IReadOnlyList<double> Values,
    ExplainedOutput Scale,
    AdditiveExplanation Shares,
    int Models)
{
    /// <summary>Sentences on what the explanation leaves out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Features that belong together, whose shares may be added up.</summary>
    public required IReadOnlyList<FeatureGroup> Groups { get; init; }
}
