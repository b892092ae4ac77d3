using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>
/// Adds the position of each live frame to its features: sin(t / 10000^(2i / F)) to feature 2i, the cosine to feature 2i + 1, t from 0.
/// </summary>
/// <remarks>Source: Vaswani et al., 2017, section 3.5. Nothing is learnt, and clips may be of any length.</remarks>
[Kind("positions")]
[AlsoCalled("positional_encoding", "position_embedding", "sinusoidal")]
public sealed record PositionsOptions : LayerOptions
{
    /// <summary>Radians from frame to frame of each feature: 10000^(-2i / F) for features 2i and 2i + 1.</summary>
    /// <param name="features">F.</param>
    public static IReadOnlyList<double> Frequencies(int features) =>
        [.. Enumerable.Range(0, features).Select(feature => DeterministicMath.Pow(10000.0, -(feature / 2 * 2) / (double)features))];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new PositionsLayer(builder.Name, input);
}
