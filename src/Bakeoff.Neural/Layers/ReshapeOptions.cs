using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Reads each clip's values in another shape: [steps, features] gives a sequence, [features] one row per clip.</summary>
[Kind("reshape")]
public sealed record ReshapeOptions : LayerOptions
{
    /// <summary>One or two positive axes, such as [40, 1]; their product is the number of values of a clip.</summary>
    [JsonPropertyName("shape")]
    public IReadOnlyList<int> Shape { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (Shape.Count is not (1 or 2) || Shape.Any(axis => axis < 1))
        {
            yield return new OptionProblem(
                "shape",
                $"is [{string.Join(", ", Shape)}], expected one or two positive axes. Write [40, 1] for 40 steps of one value.");
        }
    }

    /// <summary>Compares the axes, not the list object, so that equal layers are equal records.</summary>
    public bool Equals(ReshapeOptions? other) => other is not null && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new ReshapeLayer(builder.Name, input, Shape);
}
