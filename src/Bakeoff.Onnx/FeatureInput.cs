using Bakeoff.Models.Storage;
using Bakeoff.Options;

namespace Bakeoff.Onnx;

/// <summary>Features that a file takes as inputs.</summary>
/// <param name="Features">Name of the input with the features.</param>
/// <param name="Lengths">Name of the input with the frames of each clip; null where the features are one row a clip.</param>
/// <param name="Member">The first model that takes them.</param>
public sealed record FeatureInput(string Features, string? Lengths, TrainedModel Member)
{
    /// <summary>True if a model takes these features in the same form.</summary>
    public bool IsOf(TrainedModel model) => AreSame(Member, model);

    /// <summary>True if two models take the same features in the same form.</summary>
    internal static bool AreSame(TrainedModel left, TrainedModel right) =>
        left is NetworkModel == right is NetworkModel
        && YamlOptions.Flatten(left.Features, "").SequenceEqual(YamlOptions.Flatten(right.Features, ""));
}
