using System.Globalization;

namespace Bakeoff.Neural.Layers;

/// <summary>Shape of the rows between two layers: one row a clip, or one a live frame.</summary>
/// <param name="IsSequence">True if a clip has one row a frame.</param>
/// <param name="Features">Values in a row.</param>
/// <param name="Steps">Frames of a clip where they are the same for all clips and known; null where they vary.</param>
public sealed record LayerShape(bool IsSequence, int Features, int? Steps = null)
{
    /// <summary>One row a clip.</summary>
    /// <param name="features">Values in a row.</param>
    public static LayerShape PerClip(int features) => new(IsSequence: false, features);

    /// <summary>The same rows with another number of values.</summary>
    /// <param name="features">Values in a row.</param>
    public LayerShape WithFeatures(int features) => this with { Features = features };

    /// <summary>Throws if a clip has one row in place of a row a frame.</summary>
    /// <param name="layer">The layer that needs frames.</param>
    /// <param name="nextStep">Advice on what to change.</param>
    /// <exception cref="LayerShapeException">A clip has one row.</exception>
    internal void RequireFrames(
        string layer, string nextStep = "Put it before the layer that reduces the frames to one row, or set return_sequences: true there.")
    {
        if (!IsSequence)
        {
            throw new LayerShapeException(layer, this, "a sequence [clips, frames, features]", nextStep);
        }
    }

    /// <summary>The shape as messages show it: <c>[clips, frames, 40]</c> or <c>[clips, 40]</c>.</summary>
    public override string ToString()
    {
        var frames = Steps?.ToString(CultureInfo.InvariantCulture) ?? "frames";
        return IsSequence
            ? string.Create(CultureInfo.InvariantCulture, $"[clips, {frames}, {Features}]")
            : string.Create(CultureInfo.InvariantCulture, $"[clips, {Features}]");
    }
}
